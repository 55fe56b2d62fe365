import { type Job, newJob, type WantedJob } from '../../model/job.ts';
import { applyEvents, type JobChange, serverEvent, submittedEvent } from '../../model/job-change.ts';

export type { WantedJob } from '../../model/job.ts';

import type { Instant } from '@pawprint/core';
import type { Transaction } from 'kysely';
import { readQueuedExtractors } from '../../store/extractors/dispatch-targets.ts';
import { appendEvents, insertJobs } from '../../store/jobs/append-events.ts';
import type { Schema } from '../../store/schema.ts';

/** To the HTTP lane, handing over is standing in the jobs table: submitted and queued are one act. */
const queuedToClaim = (job: Job, now: Instant): JobChange => {
  const queued = serverEvent('QUEUED', 'waits for an instance to claim it', now);
  const change = applyEvents(job, [submittedEvent(job, now), queued], now);
  return { ...change, after: { ...change.after, lane: 'http' } };
};

/** What an extractor on RabbitMQ is to get waits here for its turn: the dispatcher hands it over. */
const held = (job: Job, now: Instant): JobChange => applyEvents(job, [submittedEvent(job, now)], now);

/**
 * Writes new jobs and what is to be told of the old ones they came from. Numbers events, so it comes last in the
 * caller's transaction.
 */
export const submitJobs = async (
  trx: Transaction<Schema>,
  wanted: readonly WantedJob[],
  now: Instant,
  alongWith: (submitted: readonly Job[]) => readonly JobChange[] = () => [],
): Promise<readonly Job[]> => {
  if (wanted.length === 0) return [];
  const jobs = wanted.map((one) => newJob(one, now));
  await insertJobs(trx, jobs);
  const queued = await readQueuedExtractors(
    trx,
    jobs.map(({ facts }) => facts.extractor),
  );
  const changes = jobs.map((job) =>
    queued.has(job.facts.extractor) ? held(job, now) : queuedToClaim(job, now),
  );
  await appendEvents(trx, [...alongWith(jobs), ...changes]);
  return changes.map((change) => change.after);
};
