import { useElementSize } from '@mantine/hooks';
import { type ReactNode, Suspense } from 'react';
import { ChartTable } from '../../design/chart-table.tsx';
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
