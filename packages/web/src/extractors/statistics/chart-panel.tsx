import { type ReactNode, useState } from 'react';
import { Panel, PanelHead } from '../../design/panel.tsx';
import styles from './chart.module.css';

interface ChartPanelProps {
  readonly title: string;
  readonly id: string;
  /** Beside the title: a legend or controls. */
  readonly beside: ReactNode;
  readonly isEmpty: boolean;
  readonly children: ReactNode;
  readonly table: ReactNode;
}

export const ChartPanel = ({ title, id, beside, isEmpty, children, table }: ChartPanelProps) => (
  <Panel aria-labelledby={id}>
    <PanelHead className={styles.head}>
      <h2 id={id}>{title}</h2>
      {beside}
    </PanelHead>
    <div className={styles.body}>
      {isEmpty ? <p className={styles.empty}>No such job ended in this time.</p> : children}
    </div>
    {isEmpty ? null : <ChartTable>{table}</ChartTable>}
  </Panel>
);

/** The numbers of a chart, for those who do not see it or want to copy them. */
export const ChartTable = ({ children }: { readonly children: ReactNode }) => {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={styles.table} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Show as a table</summary>
      {isOpen ? <div className={styles.rows}>{children}</div> : null}
    </details>
  );
};
