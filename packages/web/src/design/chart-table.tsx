import { type ReactNode, useState } from 'react';
import styles from './chart-table.module.css';

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
