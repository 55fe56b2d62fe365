import type { EventKind, Instant, MatchableJob } from '@pawprint/core';
import { newJob, type TrackedJob, type WantedJob } from '../../model/job.ts';
import {
  type ArrivedEvent,
  foldEvent,
  type JobChange,
  submittedEvent,
  unchanged,
} from '../../model/job-change.ts';

/** A job while a batch of deliveries is worked through: what was made of it so far. */
export interface JobInHand extends MatchableJob {
  readonly change: JobChange;
}

const inHand = (change: JobChange, lastKind: EventKind | null): JobInHand => {
  const { facts, progress } = change.after;
  return {
    id: facts.id,
    isInferred: progress.flags.has('inferred'),
    state: progress.state,
    lastKind,
    lastEventAt: progress.lastEventAt,
    lastStartAt: progress.attempts.at(-1)?.startedAt ?? null,
    change,
  };
};

export const takeInHand = (job: TrackedJob, lastKind: EventKind | null): JobInHand =>
  inHand(unchanged(job), lastKind);

/** A job that nobody submitted, for reports that name none. */
export const beginInferred = (wanted: WantedJob, now: Instant): JobInHand => {
  const job = newJob(wanted, now);
  return inHand(foldEvent(unchanged(job), submittedEvent(job, now), now), 'SUBMITTED');
};

/** What is reported over RabbitMQ, and moves the job, shows that the job is there. */
const inLane = (before: JobChange, after: JobChange): JobChange =>
  after.after.progress === before.after.progress || after.after.lane === 'rabbitmq'
    ? after
    : { ...after, after: { ...after.after, lane: 'rabbitmq' } };

export const tellJob = ({ change }: JobInHand, event: ArrivedEvent, now: Instant): JobInHand =>
  inHand(inLane(change, foldEvent(change, event, now)), event.kind);
