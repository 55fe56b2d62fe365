import { chainStopReason, type Instant, type Reason } from '@pawprint/core';
import { type Job, newJob, type WantedJob } from '../../model/job.ts';
import { applyEvents, type JobChange, serverEvent, submittedEvent } from '../../model/job-change.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import { readQueuedExtractors } from '../../store/extractors/dispatch-targets.ts';
import { appendEvents, insertJobs } from '../../store/jobs/append-events.ts';

interface SubmitOptions {
  /** How many jobs of a chain may come before a new one; beyond it, no lane gets the job. Without it there is no limit. */
  readonly maxChain?: number;
  /** Changes of other jobs that point to the new ones. */
  readonly changesOfOthers?: (submitted: readonly Job[]) => readonly JobChange[];
}

/** Writes new jobs. It numbers events, so it comes last in the caller's transaction. */
export const submitJobs = async (
  trx: DatabaseTransaction,
  wanted: readonly WantedJob[],
  now: Instant,
  { maxChain, changesOfOthers = () => [] }: SubmitOptions = {},
): Promise<readonly Job[]> => {
  if (wanted.length === 0) return [];
  const jobs = wanted.map((one) => newJob(one, now));
  await insertJobs(trx, jobs);
  const onRabbitmq = await readQueuedExtractors(
    trx,
    jobs.map(({ facts }) => facts.extractor),
  );
  const changes = jobs.map((job) => {
    const { chain, extractor } = job.facts;
    const reason = maxChain === undefined ? undefined : chainStopReason(chain, extractor, maxChain);
    if (reason !== undefined) return submitStopped(job, reason, now);
    return onRabbitmq.has(job.facts.extractor) ? submitHeld(job, now) : submitForClaim(job, now);
  });
  await appendEvents(trx, [...changesOfOthers(jobs), ...changes]);
  return changes.map((change) => change.after);
};

/** In the HTTP lane a job is queued as soon as it is in the jobs table. */
const submitForClaim = (job: Job, now: Instant): JobChange => {
  const queued = serverEvent('QUEUED', 'waits for an instance to claim it', now);
  const change = applyEvents(job, [submittedEvent(job, now), queued], now);
  return { ...change, after: { ...change.after, lane: 'http' } };
};

/** No lane gets the job. */
const submitStopped = (job: Job, { code, text, facts }: Reason, now: Instant): JobChange =>
  applyEvents(
    job,
    [submittedEvent(job, now), serverEvent('CHAIN_LIMIT', text, now, { reason: { code, facts } })],
    now,
  );

/** A job of an extractor on RabbitMQ is held until the dispatcher publishes its message. */
const submitHeld = (job: Job, now: Instant): JobChange => applyEvents(job, [submittedEvent(job, now)], now);
