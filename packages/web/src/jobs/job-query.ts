import type { Attempt, Job, JobWithAttempts } from '@pawprint/protocol';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { ask } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { newerOf, type SeenJob } from './job-snapshot.ts';

export interface SeenDetail extends SeenJob {
  readonly attempts: readonly Attempt[];
}

const seenDetail = (told: JobWithAttempts, seenAt: number): SeenDetail => ({
  job: told,
  attempts: told.attempts,
  seenAt,
});

export const jobQuery = (id: string) =>
  queryOptions({
    queryKey: keys.job(id),
    queryFn: async ({ signal }): Promise<SeenDetail> =>
      seenDetail(await ask('showJob', { params: { id }, signal }), Date.now()),
    structuralSharing: (before, after) => keepNewer(before as SeenDetail | undefined, after as SeenDetail),
  });

/** An answer that was overtaken by the stream still tells of attempts. */
const keepNewer = (known: SeenDetail | undefined, told: SeenDetail): SeenDetail => ({
  ...newerOf(known, told),
  attempts: told.attempts,
});

const attemptsMoved = (before: Job, after: Job): boolean =>
  before.attempt_count !== after.attempt_count || before.state !== after.state;

/** Takes in a job from the stream, where its page or its row is open; its attempts are asked for when they moved. */
export const hearJob = (queries: QueryClient, job: Job): void => {
  const known = queries.getQueryData<SeenDetail>(keys.job(job.id));
  if (!known) return;
  const next = newerOf(known, { job, seenAt: Date.now() });
  queries.setQueryData<SeenDetail>(keys.job(job.id), { ...next, attempts: known.attempts });
  if (attemptsMoved(known.job, next.job)) void queries.invalidateQueries({ queryKey: keys.job(job.id) });
};
