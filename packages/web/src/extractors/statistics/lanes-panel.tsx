import { Button } from '@mantine/core';
import type { ExtractorRun, ExtractorStatistics, Instance } from '@pawprint/protocol';
import { useMemo, useState } from 'react';
import { ChartTable } from '../../design/chart-table.tsx';
import { countOf, formatCount } from '../../design/count.ts';
import { Panel, PanelHead, PanelNote } from '../../design/panel.tsx';
import { lanesOf, type TimeRange } from '../../jobs/lanes/lanes.ts';
import { LanesChart } from '../../jobs/lanes/lanes-chart.tsx';
import { LanesTable } from '../../jobs/lanes/lanes-table.tsx';
import styles from './chart.module.css';
import type { Mark } from './series.ts';
import { RIGHT_PX, VALUES_PX } from './time-axes.ts';

interface LanesPanelProps {
  readonly runs: readonly ExtractorRun[];
  /** No job of the time is left out. */
  readonly isAll: boolean;
  readonly instances: readonly Instance[];
  readonly statistics: ExtractorStatistics;
  readonly marks: readonly Mark[];
  readonly now: number;
}

const MOST_LANES = 12;

/** Which instance worked on what, and when it was not seen: over the same time as the charts, or a part of it. */
export const LanesPanel = (props: LanesPanelProps) => {
  const { runs, isAll, instances, statistics, marks, now } = props;
  const all = useMemo(() => lanesOf(runs, now), [runs, now]);
  const lanes = all.slice(0, MOST_LANES);
  const [zoomed, setZoomed] = useState<TimeRange | null>(null);
  const whole = { from: Date.parse(statistics.since), to: Date.parse(statistics.until) };
  const bars = lanes.flatMap((lane) => lane.bars);
  return (
    <Panel aria-labelledby="lanes-head">
      <PanelHead className={styles.head}>
        <h2 id="lanes-head">Work of the instances</h2>
        {lanes.length === 0 ? null : (
          <Zoom
            isZoomed={zoomed !== null}
            onZoom={() =>
              setZoomed({
                from: Math.min(...bars.map(({ from }) => from)),
                to: Math.max(...bars.map(({ to }) => to)),
              })
            }
            onWhole={() => setZoomed(null)}
          />
        )}
      </PanelHead>
      {lanes.length === 0 ? (
        <PanelNote>No attempt was made in this time, or you do not see its job.</PanelNote>
      ) : (
        <>
          <LanesChart
            lanes={lanes}
            range={zoomed ?? whole}
            instances={instances}
            now={now}
            marks={marks}
            frame={{ left: VALUES_PX, right: RIGHT_PX }}
            onRange={setZoomed}
          />
          {isAll && all.length <= MOST_LANES ? null : (
            <p className={styles.note}>{leftOutText(all.length, isAll ? null : runs.length)}</p>
          )}
          <ChartTable>
            <LanesTable lanes={lanes} />
          </ChartTable>
        </>
      )}
    </Panel>
  );
};

/** @param newest how many jobs are shown; null if all are */
const leftOutText = (instances: number, newest: number | null): string =>
  [
    newest === null ? '' : `Only the newest ${countOf(newest, 'job')} that you see.`,
    instances <= MOST_LANES
      ? ''
      : `The ${MOST_LANES} instances that worked last, of ${formatCount(instances)}.`,
  ]
    .filter((part) => part !== '')
    .join(' ');

interface ZoomProps {
  readonly isZoomed: boolean;
  readonly onZoom: () => void;
  readonly onWhole: () => void;
}

/** A drag over the chart zooms, too. */
const Zoom = ({ isZoomed, onZoom, onWhole }: ZoomProps) => (
  <Button size="xs" className={styles.controls} onClick={isZoomed ? onWhole : onZoom}>
    {isZoomed ? 'Show the whole time' : 'Zoom to these jobs'}
  </Button>
);
