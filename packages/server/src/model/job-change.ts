import {
  applyEvent,
  type EventKind,
  type Instant,
  type JobEvent,
  type MatchedBy,
  type Trigger,
} from '@pawprint/core';
import { v7 } from 'uuid';
import type { Job } from './job.ts';

/** An event and what is known of its arrival. */
export interface ReceivedEvent extends JobEvent {
  readonly matchedBy: MatchedBy;
  /** The sender's clock, shown and used for nothing else. */
  readonly reportedAt: Instant | null;
  /** The sender's time as it was written. */
  readonly reported: string | null;
}

/** An event and what it meant: ready to be stored. */
export interface RecordedEvent extends ReceivedEvent {
  readonly recordedAttempt: number | null;
  readonly late: boolean;
}

/** What a batch of events made of one job. */
export interface JobChange {
  readonly before: Job;
  readonly after: Job;
  readonly events: readonly RecordedEvent[];
  /** Set where the extractor asked not to be given the job again before that time. */
  readonly availableAt: Instant | null;
}

/** A recorded event with its number and its job. */
export interface StoredEvent extends RecordedEvent {
  readonly seq: number;
  readonly jobId: string;
}

/** A change that nothing has made yet. */
export const startChange = (job: Job): JobChange => ({
  before: job,
  after: job,
  events: [],
  availableAt: null,
});

/** One event more in a change that may hold others. */
export const applyToChange = (change: JobChange, event: ReceivedEvent, now: Instant): JobChange => {
  const applied = applyEvent(change.after.progress, event, now);
  if (applied.outcome === 'unchanged' && applied.reason === 'repeated') return change;
  // What is new comes first: V8 takes a hundred times as long to add to a copy.
  const recorded = { recordedAttempt: applied.attempt, late: applied.late, ...event };
  return {
    ...change,
    after: { ...change.after, progress: applied.job },
    events: [...change.events, recorded],
  };
};

/** What events make of a job, in the order they arrived. */
export const applyEvents = (job: Job, events: readonly ReceivedEvent[], now: Instant): JobChange =>
  events.reduce((change, event) => applyToChange(change, event, now), startChange(job));

export type Details = Partial<Pick<JobEvent, 'attempt' | 'requestedBy' | 'resubmittedAs'>>;

/** Something that the server itself says of a job. */
export const serverEvent = (
  kind: EventKind,
  message: string,
  now: Instant,
  details: Details = {},
): ReceivedEvent => ({
  attempt: null,
  ...details,
  id: v7(),
  kind,
  message,
  receivedAt: now,
  matchedBy: 'server',
  reportedAt: null,
  reported: null,
});

const WHY: Readonly<Record<Trigger, string>> = {
  upload: 'the file was uploaded',
  dataset: 'the dataset changed',
  metadata: 'its metadata changed',
  manual: 'submitted by hand',
  resubmit: 'submitted again by hand',
  legacy: 'made up for reports that name no job',
};

export const submittedEvent = (job: Job, now: Instant): ReceivedEvent =>
  serverEvent('SUBMITTED', WHY[job.facts.trigger], now);
