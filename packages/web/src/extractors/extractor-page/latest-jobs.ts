import { coalesce } from '@pawprint/async';
import type { Job } from '@pawprint/protocol';
import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useState } from 'react';
import { callRoute } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { reloadQueries } from '../../api/reload-queries.ts';
import { reasonRefresh } from '../../jobs/job-reason.tsx';
import { type JobSnapshot, newerSnapshot } from '../../jobs/job-snapshot.ts';
import { useLiveJobs } from '../../jobs/live/use-live-jobs.ts';

/** An extractor's latest jobs, kept up to date by live updates. Its counts of jobs are requested again with them. */
export const useLatestJobs = (name: string, limit: number) => {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(latestJobsQuery(name, limit));
  const [onJob] = useState(() => createJobBuffer(queries, name));
  const live = useLiveJobs(
    { extractor: name },
    { onJob, onCatchUp: () => void reloadQueries(queries, { queryKey: keys.extractorJobLists(name) }) },
  );
  return { jobs: data, error, retry: () => void refetch(), live };
};

const latestJobsQuery = (name: string, limit: number) =>
  queryOptions({
    queryKey: keys.extractorJobs(name, String(limit)),
    queryFn: async ({ client, queryKey, signal }): Promise<readonly JobSnapshot[]> => {
      const { items } = await callRoute('listJobs', { query: { extractor: name, limit }, signal });
      return mergeJobs(client.getQueryData<readonly JobSnapshot[]>(queryKey) ?? [], items, Date.now());
    },
    structuralSharing: false,
    refetchInterval: ({ state: { data } }) => reasonRefresh((data ?? []).map(({ job }) => job)),
    placeholderData: keepPreviousData,
  });

/** A busy extractor sends many live updates a second; the table is rendered four times a second. */
const RENDER_GAP_MS = 250;
const COUNT_GAP_MS = 2_000;

/** Collects live updates and merges them into the lists together. */
const createJobBuffer = (queries: QueryClient, name: string) => {
  let buffered: Job[] = [];
  const flush = coalesce(
    async () => {
      const updates = buffered;
      buffered = [];
      const lists = { queryKey: keys.extractorJobLists(name), type: 'active' } as const;
      queries.setQueriesData<readonly JobSnapshot[]>(
        lists,
        (known) => known && mergeJobs(known, updates, Date.now()),
      );
      // A list that is not loaded yet misses the updates, and the answer it waits for may be older than they are.
      if (queries.getQueriesData(lists).some(([, data]) => data === undefined))
        await reloadQueries(queries, lists);
    },
    { pauseMs: RENDER_GAP_MS },
  ).request;
  const refreshCounts = coalesce(
    async () => {
      await queries.invalidateQueries({ queryKey: keys.extractor(name) });
      await queries.invalidateQueries({ queryKey: keys.instances(name) });
    },
    { pauseMs: COUNT_GAP_MS },
  ).request;
  return (job: Job): void => {
    buffered.push(job);
    flush();
    refreshCounts();
  };
};

/** More than the page ever shows, so that rows which must not move are still there when many new jobs have come. */
const MAX_KEPT = 400;

/** Merges jobs of an answer or of live updates into the list. The latest submitted job is first. */
export const mergeJobs = (
  known: readonly JobSnapshot[],
  updates: readonly Job[],
  receivedAt: number,
): readonly JobSnapshot[] => {
  const jobs = new Map(known.map((snapshot) => [snapshot.job.id, snapshot]));
  for (const job of updates) jobs.set(job.id, newerSnapshot(jobs.get(job.id), { job, receivedAt }));
  return [...jobs.values()].sort(byLatestSubmitted).slice(0, MAX_KEPT);
};

const byLatestSubmitted = (one: JobSnapshot, other: JobSnapshot): number =>
  Date.parse(other.job.submitted_at) - Date.parse(one.job.submitted_at) ||
  (one.job.id < other.job.id ? 1 : -1);

/**
 * The rows to show: the latest jobs up to the limit. If `heldIds` are given, only these rows are shown, so that none
 * moves, and `added` counts the jobs that came since.
 */
export const shownJobs = (
  known: readonly JobSnapshot[],
  limit: number,
  heldIds: ReadonlySet<string> | null,
): { readonly shown: readonly JobSnapshot[]; readonly added: number } => {
  const latest = known.slice(0, limit);
  if (!heldIds) return { shown: latest, added: 0 };
  return {
    shown: known.filter(({ job }) => heldIds.has(job.id)),
    added: latest.filter(({ job }) => !heldIds.has(job.id)).length,
  };
};
