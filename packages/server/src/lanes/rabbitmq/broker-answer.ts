import type { Instant } from '@pawprint/core';
import type { Job } from '../../model/job.ts';
import { applyEvents, type JobChange, serverEvent } from '../../model/job-change.ts';
import type { Delivery } from './message-publisher.ts';

const queued = (job: Job, queue: string, now: Instant): JobChange => {
  const change = applyEvents(job, [serverEvent('QUEUED', `in RabbitMQ, queue ${queue}`, now)], now);
  return { ...change, after: { ...change.after, lane: 'rabbitmq' } };
};

/** One that was given back to be tried again stays what it is, and says by its lane that nobody takes it. */
const isKnownToFail = ({ lane, progress }: Job, reason: string): boolean =>
  progress.state === 'RESUBMITTED'
    ? lane === null
    : progress.state === 'SUBMITTED' && lane !== 'rabbitmq' && progress.reason === reason;

/** Said once, however often it is tried. */
const failed = (job: Job, reason: string, now: Instant): JobChange => {
  const isKnown = isKnownToFail(job, reason);
  const change = applyEvents(job, isKnown ? [] : [serverEvent('DISPATCH_FAILED', reason, now)], now);
  return { ...change, after: { ...change.after, lane: null } };
};

/** What the broker's answer means for a job. Unsent, it stays where it is: it will be tried again. */
export const applyPublishResult = (
  job: Job,
  queue: string,
  delivery: Delivery | undefined,
  now: Instant,
): JobChange => {
  if (delivery?.outcome === 'confirmed') return queued(job, queue, now);
  if (delivery?.outcome === 'unroutable') return failed(job, delivery.reason, now);
  return applyEvents(job, [], now);
};
