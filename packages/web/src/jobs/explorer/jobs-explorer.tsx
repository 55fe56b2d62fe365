import { Button } from '@mantine/core';
import {
  type JobTerm,
  parseJobQuery,
  readTopTerm,
  setTopTerm,
  writeJobQuery,
} from '@pawprint/protocol/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { callRoute } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { keys } from '../../api/query-keys.ts';
import { countOf, formatCount } from '../../design/count.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import layout from '../../design/layout.module.css';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { Panel, PanelFoot } from '../../design/panel.tsx';
import { useRowSelection } from '../../design/row-selection.ts';
import text from '../../design/text.module.css';
import { useNow } from '../../design/use-now.ts';
import { focusedRow } from '../../keyboard/rows.ts';
import { isOver } from '../job-snapshot.ts';
import { LiveIndicator } from '../live/live-indicator.tsx';
import { SavedViews } from '../views/saved-views.tsx';
import type { JobsSearch } from '../views/view-search.ts';
import { Histogram } from './histogram.tsx';
import type { Range } from './histogram-bars.ts';
import { describeCounts, type JobCounts, useJobCounts } from './job-counts.ts';
import styles from './jobs-explorer.module.css';
import { JobsTable } from './jobs-table.tsx';
import { ColumnsMenu, ExportMenu, useColumns } from './list-menus.tsx';
import { QueryBox } from './query-box.tsx';
import { QueryChips } from './query-chips.tsx';
import { endsInPast, withTerm } from './query-text.ts';
import { SelectionBar } from './selection-bar.tsx';
import { TimeSplitLegend } from './time-split.tsx';
import { type JobListView, useJobList } from './use-job-list.ts';

interface JobsExplorerProps {
  /** Of the address. */
  readonly search: JobsSearch;
  readonly onSearch: (change: Partial<JobsSearch>) => void;
}

/** Finds jobs among all that a person sees. */
export const JobsExplorer = ({ search, onSearch }: JobsExplorerProps) => {
  const { q: query = '', sort = '-submitted_at', view } = search;
  // With a view, no query in the address would be that of the view.
  const onQuery = (q: string): void => onSearch({ q: q === '' && view === undefined ? undefined : q });
  const readable = useReadableQuery(query);
  const columns = useColumns(search.columns, (ids) => onSearch({ columns: ids.join(',') }));
  const selection = useRowSelection<string>();
  const list = useJobList({ query: readable, sort }, () => canRowsMove() && selection.isEmpty);
  const rows = list.jobs.map(({ job }) => job.id);
  const counts = useJobCounts(readable);
  const zoom = ({ since, until }: Range): void =>
    onQuery(
      withTerm(withTerm(readable, 'since', timeTerm('since', since)), 'until', timeTerm('until', until)),
    );
  return (
    <div className={styles.page}>
      <PageHead
        actions={
          <>
            <Live list={list} query={readable} />
            <SavedViews id={view} shown={{ query, sort, columns: columns.ids }} />
          </>
        }
      >
        <h1>
          Jobs <FoundCount counts={counts.data} query={readable} />
        </h1>
      </PageHead>
      <QueryBox query={query} onChange={onQuery} />
      <QueryChips query={query} onChange={onQuery} people={peopleOf(list)} counts={counts.data} />
      <div className={styles.chart}>
        {counts.data ? <Histogram counts={counts.data} query={readable} onRange={zoom} /> : null}
        {counts.error ? <p className={text.dimmed}>{explain(counts.error)}</p> : null}
      </div>
      <Panel aria-label="Jobs">
        <ListContent list={list} query={readable}>
          <SelectionBar selection={selection} rows={rows} query={readable}>
            <span className={text.dimmed}>{shownCount(list)}</span>
            <span className={layout.fill} />
            <ExportMenu query={readable} />
            <ColumnsMenu columns={columns} />
          </SelectionBar>
          <JobsTable
            jobs={list.jobs}
            columns={columns.shown}
            sort={sort}
            onSort={(next) => onSearch({ sort: next })}
            selection={selection}
            onNearEnd={list.loadMore}
            isStale={list.isStale}
          />
          <PanelFoot className={styles.foot}>
            <TimeSplitLegend />
            <JobsBefore query={readable} />
          </PanelFoot>
        </ListContent>
      </Panel>
    </div>
  );
};

interface FoundCountProps {
  readonly counts: JobCounts | undefined;
  readonly query: string;
}

const FoundCount = ({ counts, query }: FoundCountProps) =>
  counts ? <small className={styles.count}>{describeCounts(counts, query)}</small> : null;

/** The query, or the one before where it has a mistake: its result stays until the mistake is corrected. */
const useReadableQuery = (query: string): string => {
  const [last, setLast] = useState('');
  if (!parseJobQuery(query).ok) return last;
  if (query !== last) setLast(query);
  return query;
};

const timeTerm = (key: 'since' | 'until', instant: number): JobTerm => ({
  key,
  time: { at: instant },
});

/** How far the page may be scrolled for its list still to begin in sight. */
const SCROLLED_PX = 80;

const canRowsMove = (): boolean => window.scrollY < SCROLLED_PX && focusedRow(document) === null;

interface LiveProps {
  readonly list: JobListView;
  readonly query: string;
}

const Live = ({ list: { live, heldBack, showHeldBack, jobs, hasMore }, query }: LiveProps) => {
  const now = useNow();
  return (
    <div className={styles.live}>
      {heldBack > 0 ? (
        <Button size="xs" onClick={showHeldBack}>
          {formatCount(heldBack)} new
        </Button>
      ) : null}
      <LiveIndicator
        live={live}
        active={hasMore || !endsInPast(query, now) || jobs.some(({ job }) => !isOver(job))}
      />
    </div>
  );
};

interface ListContentProps {
  readonly list: JobListView;
  readonly query: string;
  readonly children: ReactNode;
}

const ListContent = ({ list, query, children }: ListContentProps) => {
  if (list.isPending) return <LoadingRows what="jobs" rows={12} />;
  return (
    <>
      {list.jobs.length > 0 ? children : null}
      {list.error ? (
        <ErrorPanel what="The jobs could not be loaded." error={list.error} onRetry={list.retry} />
      ) : null}
      {list.jobs.length === 0 && !list.error ? <NoJobs query={query} /> : null}
    </>
  );
};

const NoJobs = ({ query }: { readonly query: string }) =>
  query === '' ? (
    <EmptyState icon="paw" title="No jobs yet">
      Upload a file to a dataset, or submit one. Each extractor that runs on it is a job.
    </EmptyState>
  ) : (
    <EmptyState icon="search" title="No job matches">
      Remove a part of the query, or choose a longer time.
    </EmptyState>
  );

const shownCount = ({ jobs, hasMore }: JobListView): string =>
  hasMore
    ? `The first ${formatCount(jobs.length)} jobs; more come as you scroll`
    : countOf(jobs.length, 'job');

const peopleOf = ({ jobs }: JobListView): readonly string[] =>
  [...new Set(jobs.flatMap(({ job }) => job.submitted_by?.name ?? []))]
    .toSorted((one, other) => one.localeCompare(other))
    .slice(0, MOST_PEOPLE);

const MOST_PEOPLE = 12;

/** So many are counted; beyond that, it is said that there are more. */
const MOST_COUNTED = 100;

/** Running jobs that the query leaves out only because they were submitted before its time range. */
const JobsBefore = ({ query }: { readonly query: string }) => {
  const before = runningBefore(query);
  const { data } = useQuery({
    queryKey: keys.jobsBefore(before ?? ''),
    queryFn: ({ signal }) =>
      callRoute('listJobs', { query: { query: before ?? '', limit: MOST_COUNTED }, signal }),
    enabled: before !== null,
    staleTime: 30_000,
  });
  const count = data?.items.length ?? 0;
  if (before === null || count === 0) return null;
  return (
    <Link to="/jobs" search={{ q: before }}>
      {countOf(count, 'running job')}
      {data?.next === null ? '' : ' or more'} began before this range
    </Link>
  );
};

/** Null if the query has no beginning, or does not list running jobs. */
export const runningBefore = (query: string): string | null => {
  const parsed = parseJobQuery(query);
  if (!parsed.ok) return null;
  const since = readTopTerm(parsed.query, 'since');
  const state = readTopTerm(parsed.query, 'state');
  if (since?.key !== 'since') return null;
  if (state?.key === 'state' && !state.values.includes('RUNNING')) return null;
  const until: JobTerm = { key: 'until', time: since.time };
  const running = setTopTerm(parsed.query, 'state', { key: 'state', values: ['RUNNING'] });
  return writeJobQuery(setTopTerm(setTopTerm(running, 'since', undefined), 'until', until));
};
