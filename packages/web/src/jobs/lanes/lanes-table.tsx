import { Badge } from '../../design/badge.tsx';
import { Cell, DataTable, HeadCell } from '../../design/data-table.tsx';
import { formatDuration } from '../../design/duration.ts';
import { Time } from '../../design/time.tsx';
import { JobLink } from '../job-links.tsx';
import type { Lane } from './lanes.ts';
import { outcomeBadge } from './lanes-chart.tsx';

interface LanesTableProps {
  readonly lanes: readonly Lane[];
  /** The jobs' waits are drawn, too. */
  readonly hasWaits?: boolean;
}

/** What the bars show, for those who do not see them. */
export const LanesTable = ({ lanes, hasWaits = false }: LanesTableProps) => (
  <DataTable>
    <thead>
      <tr>
        <HeadCell>Instance</HeadCell>
        <HeadCell>Job</HeadCell>
        {hasWaits ? <HeadCell>On</HeadCell> : null}
        <HeadCell>Outcome</HeadCell>
        <HeadCell>Started</HeadCell>
        {hasWaits ? <HeadCell numeric>Wait</HeadCell> : null}
        <HeadCell numeric>Run time</HeadCell>
      </tr>
    </thead>
    <tbody>
      {lanes.flatMap(({ label, bars }) =>
        bars.toReversed().map(({ jobId, name, outcome, waitFrom, from, to }) => (
          <tr key={`${jobId} ${from}`}>
            <td>{label}</td>
            <td>
              <JobLink id={jobId} />
            </td>
            {hasWaits ? <td>{name}</td> : null}
            <td>
              <Badge content={outcomeBadge(outcome)} />
            </td>
            <td>{outcome === 'WAITING' ? '–' : <Time at={new Date(from).toISOString()} />}</td>
            {hasWaits ? <Cell numeric>{formatDuration(from - waitFrom)}</Cell> : null}
            <Cell numeric>{outcome === 'WAITING' ? '–' : formatDuration(to - from)}</Cell>
          </tr>
        )),
      )}
    </tbody>
  </DataTable>
);
