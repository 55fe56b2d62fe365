import { Button } from '@mantine/core';
import { coalesce } from '@pawprint/async';
import type { CallAnswer } from '@pawprint/protocol';
import { keepPreviousData, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { callRoute } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { reloadQueries } from '../../api/reload-queries.ts';
import { ChartTable } from '../../design/chart-table.tsx';
import { countOf } from '../../design/count.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import layout from '../../design/layout.module.css';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { Panel, PanelHead, PanelNote } from '../../design/panel.tsx';
import { Toolbar } from '../../design/toolbar.tsx';
import { type Lane, lanesOf, type TimeRange } from '../../jobs/lanes/lanes.ts';
import { LanesChart } from '../../jobs/lanes/lanes-chart.tsx';
import { LanesTable } from '../../jobs/lanes/lanes-table.tsx';
import { LiveIndicator } from '../../jobs/live/live-indicator.tsx';
import { useLiveJobs } from '../../jobs/live/use-live-jobs.ts';
import { useHasOpenJobs } from '../grid/use-dataset-grid.ts';

interface TimelineTabProps {
  readonly datasetId: string;
  /** A part of the time, of the address. Undefined: from the first job to now. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

const NEWEST_RUNS = 100;
const SPREAD_RUNS = 75;

const runsQuery = ({ datasetId, since, until }: TimelineTabProps) =>
  queryOptions({
    queryKey: keys.datasetRunsWithin(datasetId, `${since ?? ''} ${until ?? ''}`),
    queryFn: ({ signal }) =>
      callRoute('listDatasetRuns', {
        params: { id: datasetId },
        query: {
          newest: NEWEST_RUNS,
          spread: SPREAD_RUNS,
          ...(since === undefined ? {} : { since }),
          ...(until === undefined ? {} : { until }),
        },
        signal,
      }),
    placeholderData: keepPreviousData,
  });

const REFRESH_MS = 2_000;

/** Where the time of a dataset went: its jobs over time, in lanes by extractor and instance. */
export const TimelineTab = (props: TimelineTabProps) => {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(runsQuery(props));
  const [refresh] = useState(() =>
    coalesce(() => reloadQueries(queries, { queryKey: keys.datasetRuns(props.datasetId) }), {
      pauseMs: REFRESH_MS,
    }),
  );
  const live = useLiveJobs(
    { dataset_id: props.datasetId },
    { onJob: refresh.request, onCatchUp: refresh.request },
  );
  const isActive = useHasOpenJobs(props.datasetId);
  const zoom = useZoom();
  const isZoomed = props.since !== undefined || props.until !== undefined;
  return (
    <>
      <Toolbar>
        {data ? <ZoomButtons range={rangeOf(data)} isZoomed={isZoomed} onZoom={zoom} /> : null}
        <span className={layout.fill} />
        <LiveIndicator live={live} pausable={false} active={isActive} />
      </Toolbar>
      <Panel aria-labelledby="timeline-head">
        <PanelHead>
          <h2 id="timeline-head">Jobs over time</h2>
        </PanelHead>
        {data ? <Timeline runs={data} isZoomed={isZoomed} onZoom={zoom} /> : null}
        {!data && error ? (
          <ErrorPanel what="The jobs could not be loaded." error={error} onRetry={() => void refetch()} />
        ) : null}
        {!data && !error ? <LoadingRows what="jobs" rows={8} /> : null}
      </Panel>
    </>
  );
};

type Runs = NonNullable<CallAnswer<'listDatasetRuns'>>;

const rangeOf = ({ since, until }: Pick<Runs, 'since' | 'until'>): TimeRange => ({
  from: Date.parse(since),
  to: Date.parse(until),
});

/** Writes a part of the time into the address; null: all of it. */
const useZoom = () => {
  const navigate = useNavigate();
  return (range: TimeRange | null): void =>
    void navigate({
      to: '.',
      search: ((before: object) => ({
        ...before,
        since: range ? new Date(Math.floor(range.from)).toISOString() : undefined,
        until: range ? new Date(Math.ceil(range.to)).toISOString() : undefined,
      })) as never,
      resetScroll: false,
    });
};

interface ZoomProps {
  readonly isZoomed: boolean;
  readonly onZoom: (range: TimeRange | null) => void;
}

/** A range half or twice as long, with the same middle. */
export const zoomed = ({ from, to }: TimeRange, factor: number): TimeRange => {
  const middle = (from + to) / 2;
  const half = Math.max(500, ((to - from) * factor) / 2);
  return { from: middle - half, to: middle + half };
};

const ZoomButtons = ({ range, isZoomed, onZoom }: ZoomProps & { readonly range: TimeRange }) => (
  <>
    <Button size="xs" onClick={() => onZoom(zoomed(range, 0.5))}>
      Zoom in
    </Button>
    <Button size="xs" disabled={!isZoomed} onClick={() => onZoom(zoomed(range, 2))}>
      Zoom out
    </Button>
    <Button size="xs" disabled={!isZoomed} onClick={() => onZoom(null)}>
      All time
    </Button>
    <span className={layout.onlyWide}>or drag over a part of the chart</span>
  </>
);

const MOST_LANES = 40;

interface TimelineProps extends ZoomProps {
  readonly runs: Runs;
}

const Timeline = ({ runs, isZoomed, onZoom }: TimelineProps) => {
  const { items, is_all: isAll } = runs;
  const range = rangeOf(runs);
  // Open jobs end with the answer: a clock that runs would draw every bar again each second.
  const lanes = useMemo(
    () => lanesOf(items, Date.parse(runs.until), 'by extractor and instance'),
    [items, runs.until],
  );
  if (lanes.length === 0)
    return (
      <EmptyState icon="queued" title={isZoomed ? 'No job in this time' : 'No jobs yet'}>
        {isZoomed ? 'Zoom out, or show all time.' : 'Upload a file, or submit one.'}
      </EmptyState>
    );
  const shown = lanes.slice(0, MOST_LANES);
  return (
    <>
      <LanesChart lanes={shown} range={range} now={range.to} onRange={onZoom} />
      {isAll ? null : (
        <PanelNote>
          {countOf(items.length, 'job')}: the newest, and others spread over this time. Zoom in to see all.
        </PanelNote>
      )}
      {lanes.length > MOST_LANES ? <PanelNote>{leftOut(lanes)}</PanelNote> : null}
      <ChartTable>
        <LanesTable lanes={shown} hasWaits />
      </ChartTable>
    </>
  );
};

const leftOut = (lanes: readonly Lane[]): string =>
  `The ${MOST_LANES} instances that worked last of ${lanes.length}. Zoom in to see others.`;
