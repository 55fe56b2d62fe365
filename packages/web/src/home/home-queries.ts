import { coalesce } from '@pawprint/async';
import type { CallAnswer, FailureGroup, Job } from '@pawprint/protocol';
import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useState } from 'react';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { mergeIntoQueries, reloadQueries } from '../api/reload-queries.ts';
import { type JobSnapshot, newerSnapshot } from '../jobs/job-snapshot.ts';
import { useLiveJobs } from '../jobs/live/use-live-jobs.ts';

/** Which failures are shown. */
export interface AttentionFilter {
  readonly mine: boolean;
  readonly days: number;
}

const DAY_MS = 86_400_000;
/** Other people's jobs fail too, and this page does not follow those. */
const REFRESH_MS = 10_000;

const whichJobs = ({ mine, days }: AttentionFilter) => ({
  since: new Date(Date.now() - days * DAY_MS).toISOString(),
  ...(mine ? { submitted_by: 'me' } : {}),
});

export type Failures = NonNullable<CallAnswer<'listFailures'>>;

export const failuresQuery = (filter: AttentionFilter) =>
  queryOptions({
    queryKey: keys.failures(JSON.stringify(filter)),
    queryFn: async ({ client, queryKey, signal }): Promise<Failures> => {
      const answer = await callRoute('listFailures', { query: whichJobs(filter), signal });
      const known = client.getQueryData<Failures>(queryKey)?.groups ?? [];
      return { ...answer, groups: keepOrder(known, answer.groups) };
    },
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

/** The groups that were shown before stay in their places; new ones come after them. */
export const keepOrder = (
  shown: readonly FailureGroup[],
  loaded: readonly FailureGroup[],
): FailureGroup[] => {
  const places = new Map(shown.map(({ id }, place) => [id, place]));
  const placeOf = ({ id }: FailureGroup): number => places.get(id) ?? shown.length;
  return loaded.toSorted((one, other) => placeOf(one) - placeOf(other));
};

export const failureQuery = (id: string, filter: AttentionFilter) =>
  queryOptions({
    queryKey: keys.failure(id, JSON.stringify(filter)),
    queryFn: ({ signal }) => callRoute('showFailure', { params: { id }, query: whichJobs(filter), signal }),
  });

/** As queries on jobs name the states of those that no extractor works on yet. */
export const WAITING = 'submitted,queued,retrying';

const RECENT_JOBS = 10;
const RUNNING_JOBS = 5;
const RENDER_GAP_MS = 250;
const SUMMARY_GAP_MS = 2_000;

export const myJobsQuery = queryOptions({
  queryKey: keys.myJobs,
  queryFn: async ({ client, signal }): Promise<readonly JobSnapshot[]> => {
    const mine = { submitted_by: 'me' } as const;
    const answers = await Promise.all([
      callRoute('listJobs', { query: { ...mine, limit: RECENT_JOBS }, signal }),
      callRoute('listJobs', { query: { ...mine, state: ['RUNNING'], limit: RUNNING_JOBS }, signal }),
    ]);
    const known = client.getQueryData<readonly JobSnapshot[]>(keys.myJobs) ?? [];
    return mergeMine(
      known,
      answers.flatMap(({ items }) => items),
      Date.now(),
    );
  },
  structuralSharing: false,
});

/** Those that run come first, then the latest submitted. */
export const mergeMine = (
  known: readonly JobSnapshot[],
  updates: readonly Job[],
  receivedAt: number,
): readonly JobSnapshot[] => {
  const jobs = new Map(known.map((snapshot) => [snapshot.job.id, snapshot]));
  for (const job of updates) jobs.set(job.id, newerSnapshot(jobs.get(job.id), { job, receivedAt }));
  return [...jobs.values()].toSorted(byRunningAndTime).slice(0, RECENT_JOBS);
};

const byRunningAndTime = ({ job: one }: JobSnapshot, { job: other }: JobSnapshot): number =>
  Number(other.state === 'RUNNING') - Number(one.state === 'RUNNING') ||
  Date.parse(other.submitted_at) - Date.parse(one.submitted_at) ||
  (one.id < other.id ? 1 : -1);

export const myDatasetsQuery = queryOptions({
  queryKey: keys.myDatasets,
  queryFn: async ({ signal }) => (await callRoute('listMyDatasets', { signal })).items,
});

/** The jobs of this person, kept up to date. What they change on the rest of the page is loaded again. */
export const useMyJobs = () => {
  const queries = useQueryClient();
  const jobs = useQuery(myJobsQuery);
  const [onJob] = useState(() => createJobBuffer(queries));
  const live = useLiveJobs({ submitted_by: 'me' }, { onJob, onCatchUp: () => catchUpMine(queries) });
  return { jobs, live };
};

/** What needs attention is asked for again in any case. */
export const catchUpMine = (queries: QueryClient): void => {
  void reloadQueries(queries, { queryKey: keys.myJobs });
  void reloadQueries(queries, { queryKey: keys.myDatasets });
};

export const createJobBuffer = (queries: QueryClient) => {
  let buffered: Job[] = [];
  const flush = coalesce(
    () => {
      const updates = buffered;
      buffered = [];
      mergeIntoQueries(queries, { queryKey: keys.myJobs }, () =>
        queries.setQueryData<readonly JobSnapshot[]>(
          keys.myJobs,
          (known) => known && mergeMine(known, updates, Date.now()),
        ),
      );
    },
    { pauseMs: RENDER_GAP_MS },
  ).request;
  const refreshRest = coalesce(
    async () => {
      await queries.invalidateQueries({ queryKey: keys.attention });
      await reloadQueries(queries, { queryKey: keys.myDatasets });
    },
    { pauseMs: SUMMARY_GAP_MS },
  ).request;
  return (job: Job): void => {
    buffered.push(job);
    flush();
    refreshRest();
  };
};
