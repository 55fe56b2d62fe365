import type { Instant } from '@pawprint/core';
import type { Job } from '../../model/job.ts';
import { applyEvents, type JobChange, serverEvent } from '../../model/job-change.ts';
import type { PublishResult } from './message-publisher.ts';

/** What the result of publishing a job's message means for the job. Without a confirm it stays where it is. */
export const applyPublishResult = (
  job: Job,
  queue: string,
  result: PublishResult,
  now: Instant,
): JobChange => {
  if (result.outcome === 'confirmed') return queueJob(job, queue, now);
  if (result.outcome === 'unroutable') return holdJob(job, result.reason, now);
  return applyEvents(job, [], now);
};

const queueJob = (job: Job, queue: string, now: Instant): JobChange => {
  const change = applyEvents(job, [serverEvent('QUEUED', `in RabbitMQ, queue ${queue}`, now)], now);
  return { ...change, after: { ...change.after, lane: 'rabbitmq' } };
};

/** The job is held again, for a later try. Tries that fail for the same reason leave one event together. */
export const holdJob = (job: Job, reason: string, now: Instant): JobChange => {
  const events = isHeldFor(job, reason) ? [] : [serverEvent('DISPATCH_FAILED', reason, now)];
  const change = applyEvents(job, events, now);
  return { ...change, after: { ...change.after, lane: null } };
};

/** A resubmitted job keeps its state and its reason when a dispatch fails. Only its lane, null, shows that one has. */
const isHeldFor = ({ lane, progress }: Job, reason: string): boolean =>
  progress.state === 'RESUBMITTED'
    ? lane === null
    : progress.state === 'SUBMITTED' && lane !== 'rabbitmq' && progress.reason === reason;
