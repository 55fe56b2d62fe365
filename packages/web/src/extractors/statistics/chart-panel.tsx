import { useElementSize } from '@mantine/hooks';
import { type ReactNode, Suspense, useState } from 'react';
import { lazyPart } from '../../design/on-demand.tsx';
import { Panel, PanelHead } from '../../design/panel.tsx';
import styles from './chart.module.css';
import type { ChartProps } from './chart.tsx';

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

/** Its code and that of uPlot load when its place is on the page, so that all else is there before. */
export const LazyChart = (props: ChartProps) => {
  const { ref, width } = useElementSize<HTMLElement>();
  return (
    <figure ref={ref} className={styles.frame} aria-label={props.label}>
      {width > 0 ? (
        <Suspense fallback={null}>
          <Chart {...props} />
        </Suspense>
      ) : null}
    </figure>
  );
};

const Chart = lazyPart(async () => (await import('./chart.tsx')).Chart);
