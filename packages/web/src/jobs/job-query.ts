import type { Attempt, Job, JobWithAttempts } from '@pawprint/protocol';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { mergeIntoQueries } from '../api/reload-queries.ts';
import { reasonRefresh } from './job-reason.tsx';
import { type JobSnapshot, newerSnapshot } from './job-snapshot.ts';

export interface JobDetail extends JobSnapshot {
  readonly attempts: readonly Attempt[];
  /** Of the instance that made the last attempt. */
  readonly clock: JobWithAttempts['clock'];
}

/** A live update may have overtaken the answer: its job is kept then, but the attempts come with answers only. */
const mergeAnswer = (known: JobDetail | undefined, answer: JobDetail): JobDetail => ({
  ...newerSnapshot(known, answer),
  attempts: answer.attempts,
  clock: answer.clock,
});

export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: keys.job(id),
    queryFn: async ({ signal }): Promise<JobDetail> => {
      const job = await callRoute('showJob', { params: { id }, signal });
      return { job, attempts: job.attempts, clock: job.clock, receivedAt: Date.now() };
    },
    refetchInterval: ({ state: { data } }) => (data ? reasonRefresh([data.job]) : false),
    structuralSharing: (known, answer) => mergeAnswer(known as JobDetail | undefined, answer as JobDetail),
  });

const attemptsChanged = (before: Job, after: Job): boolean =>
  before.attempt_count !== after.attempt_count || before.state !== after.state;

/**
 * Merges a live update into the job, if its page or its row is open. An update carries no attempts: they are loaded
 * again if the update says that they changed.
 */
export const mergeJob = (queries: QueryClient, job: Job): void => {
  const received = { job, receivedAt: Date.now() };
  mergeIntoQueries(queries, { queryKey: keys.job(job.id) }, () => mergeSnapshot(queries, received));
};

const mergeSnapshot = (queries: QueryClient, received: JobSnapshot): void => {
  const { job } = received;
  const known = queries.getQueryData<JobDetail>(keys.job(job.id));
  if (!known) return;
  const next = newerSnapshot(known, received);
  queries.setQueryData<JobDetail>(keys.job(job.id), { ...known, ...next });
  if (attemptsChanged(known.job, next.job)) void queries.invalidateQueries({ queryKey: keys.job(job.id) });
};
