import { type Instant, type Reason, reasonOf, type SentMessage } from '@pawprint/core';
import type { Job } from '../../model/job.ts';
import { applyEvents, type JobChange, serverEvent } from '../../model/job-change.ts';
import type { PublishResult } from './message-publisher.ts';

/** What the result of publishing a job's message means for the job. Without a confirm it stays where it is. */
export const applyPublishResult = (
  job: Job,
  { queue, sent }: PublishedMessage,
  result: PublishResult,
  now: Instant,
): JobChange => {
  if (result.outcome === 'confirmed') return queueJob(job, { queue, sent }, now);
  if (result.outcome === 'unroutable') return holdJob(job, reasonOf('queue_missing', { queue }), now);
  return applyEvents(job, [], now);
};

/** What is recorded of a message. */
export interface PublishedMessage {
  readonly queue: string;
  readonly sent: SentMessage;
}

const queueJob = (job: Job, { queue, sent }: PublishedMessage, now: Instant): JobChange => {
  const details = { ...sentAgain(job, now), sent };
  const event = serverEvent('QUEUED', `in RabbitMQ, queue ${queue}`, now, details);
  const change = applyEvents(job, [event], now);
  return { ...change, after: { ...change.after, lane: 'rabbitmq' } };
};

/** The reason outlives the sending, so that people see why the job waits anew. */
const sentAgain = ({ progress }: Job, now: Instant): Parameters<typeof serverEvent>[3] =>
  progress.reason?.code === 'message_vanished'
    ? { reason: { code: 'message_sent_again', facts: { sentAt: now } } }
    : {};

/** The job is held again, for a later try. Tries that fail for the same reason leave one event together. */
export const holdJob = (job: Job, reason: Reason, now: Instant): JobChange => {
  const { code, facts, text } = reason;
  const failed = serverEvent('DISPATCH_FAILED', text, now, { reason: { code, facts } });
  const events = isHeldFor(job, reason) ? [] : [failed];
  const change = applyEvents(job, events, now);
  return { ...change, after: { ...change.after, lane: null } };
};

const isHeldFor = ({ lane, progress }: Job, { text }: Reason): boolean =>
  progress.state !== 'QUEUED' && lane !== 'rabbitmq' && progress.reason?.text === text;
