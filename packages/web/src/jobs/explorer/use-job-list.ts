import { useInterval } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react';
import { mergeIntoQueries } from '../../api/reload-queries.ts';
import { reasonRefresh } from '../job-reason.tsx';
import type { JobSnapshot } from '../job-snapshot.ts';
import { type LiveJobs, useLiveJobs } from '../live/use-live-jobs.ts';
import {
  type HeldJobs,
  holdJobs,
  insertJob,
  type JobListing,
  jobListQuery,
  jobsOfPages,
  updateHeldJobs,
} from './job-list.ts';
import { createListUpdates, type ListUpdates } from './list-updates.ts';
import { lastingQuery } from './query-text.ts';

export interface JobListView {
  readonly jobs: readonly JobSnapshot[];
  /** Nothing was loaded yet. */
  readonly isPending: boolean;
  /** What is shown is the list before: this one is being loaded. */
  readonly isStale: boolean;
  readonly error: Error | null;
  readonly hasMore: boolean;
  /** Loads the next page. Undefined while one is being loaded, or there is none. */
  readonly loadMore: (() => void) | undefined;
  readonly retry: () => void;
  readonly live: LiveJobs;
  /** How many new jobs wait to be shown. */
  readonly heldBack: number;
  readonly showHeldBack: () => void;
}

interface HeldBack {
  readonly queryKey: string;
  readonly jobs: HeldJobs;
}

/**
 * A list of jobs that is kept up to date.
 *
 * @param canInsert asked when a new job arrives: whether rows may move down for it now
 */
export const useJobList = (listing: JobListing, canInsert: () => boolean): JobListView => {
  const queries = useQueryClient();
  const { query, sort } = listing;
  const { queryKey } = jobListQuery(listing);
  const name = JSON.stringify(queryKey);
  const { held, changeHeld } = useHeldJobs(name);
  const insert = (jobs: readonly JobSnapshot[]): void =>
    mergeIntoQueries(queries, { queryKey }, () =>
      queries.setQueryData(queryKey, (data) => data && jobs.reduce(insertJob, data)),
    );
  const onNew = useEffectEvent((jobs: readonly JobSnapshot[]) => {
    if (sort === '-submitted_at' && canInsert()) return insert(jobs);
    changeHeld((known) => holdJobs(known, jobs));
  });
  const onChanged = useEffectEvent((jobs: readonly JobSnapshot[]) =>
    changeHeld((known) => updateHeldJobs(known, jobs)),
  );
  const updates = useRef<ListUpdates | null>(null);
  useEffect(() => {
    const created = createListUpdates(
      queries,
      { query, sort },
      (jobs) => onNew(jobs),
      (jobs) => onChanged(jobs),
    );
    updates.current = created;
    return created.stop;
  }, [queries, query, sort]);
  const live = useLiveJobs(streamQuery(query), {
    onJob: (job) => updates.current?.receive(job),
    onCatchUp: () => updates.current?.catchUp(),
  });
  const list = useInfiniteQuery({ ...jobListQuery(listing), placeholderData: keepPreviousData });
  const jobs = useMemo(() => (list.data ? jobsOfPages(list.data) : []), [list.data]);
  useReasonRefresh(jobs, live.paused, () => updates.current?.refresh());
  const { fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError, isPlaceholderData } = list;
  const canLoad = hasNextPage && !isFetchingNextPage && !isFetchNextPageError && !isPlaceholderData;
  return {
    jobs,
    isPending: list.isPending,
    isStale: isPlaceholderData,
    error: list.error,
    hasMore: hasNextPage,
    loadMore: canLoad ? () => void fetchNextPage() : undefined,
    retry: () => void (list.data ? fetchNextPage() : list.refetch()),
    live,
    heldBack: held.size,
    showHeldBack: () => {
      if (sort === '-submitted_at') insert([...held.values()]);
      else void queries.resetQueries({ queryKey });
      changeHeld(() => NO_JOBS);
      window.scrollTo({ top: 0 });
    },
  };
};

const NO_JOBS: HeldJobs = new Map();

/** The new jobs that wait to be shown in the list of this name: those of another list are forgotten. */
const useHeldJobs = (name: string) => {
  const [held, setHeld] = useState<HeldBack>({ queryKey: name, jobs: NO_JOBS });
  const jobsIn = ({ queryKey, jobs }: HeldBack): HeldJobs => (queryKey === name ? jobs : NO_JOBS);
  return {
    held: jobsIn(held),
    changeHeld: (change: (known: HeldJobs) => HeldJobs): void =>
      setHeld((before) => ({ queryKey: name, jobs: change(jobsIn(before)) })),
  };
};

const streamQuery = (query: string): { readonly query?: string } => {
  const lasting = lastingQuery(query);
  return lasting === '' ? {} : { query: lasting };
};

/** As many jobs as the first page has. */
const REFRESHED = 100;
const REFRESH_MS = 4_000;

/** What others do moves a job in line, which no live update reports. */
const useReasonRefresh = (jobs: readonly JobSnapshot[], paused: boolean, refresh: () => void): void => {
  const isNeeded = !paused && reasonRefresh(jobs.slice(0, REFRESHED).map(({ job }) => job)) !== false;
  useInterval(() => isNeeded && refresh(), REFRESH_MS, { autoInvoke: true });
};
