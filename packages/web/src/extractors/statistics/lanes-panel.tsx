import type { ExtractorRun, Instance } from '@pawprint/protocol';
import { ChartTable } from '../../design/chart-table.tsx';
import { Panel, PanelHead, PanelNote } from '../../design/panel.tsx';
import { lanesOf } from '../../jobs/lanes/lanes.ts';
import { LanesChart } from '../../jobs/lanes/lanes-chart.tsx';
import { LanesTable } from '../../jobs/lanes/lanes-table.tsx';

interface LanesPanelProps {
  readonly runs: readonly ExtractorRun[];
  readonly instances: readonly Instance[];
  readonly now: number;
}

const MOST_LANES = 12;

/** Which instance worked on what, and when it was not seen. */
export const LanesPanel = ({ runs, instances, now }: LanesPanelProps) => {
  const lanes = lanesOf(runs, now).slice(0, MOST_LANES);
  const first = Math.min(...lanes.flatMap(({ bars }) => bars.map(({ from }) => from)));
  return (
    <Panel aria-labelledby="lanes-head">
      <PanelHead>
        <h2 id="lanes-head">Work of the instances</h2>
      </PanelHead>
      {lanes.length === 0 ? (
        <PanelNote>No attempt was made in this time, or you do not see its job.</PanelNote>
      ) : (
        <>
          <LanesChart lanes={lanes} range={{ from: first, to: now }} instances={instances} now={now} />
          <ChartTable>
            <LanesTable lanes={lanes} />
          </ChartTable>
        </>
      )}
    </Panel>
  );
};
