import {
  applyEvent,
  type EventKind,
  type Instant,
  type JobEvent,
  type JobProgress,
  type MatchedBy,
  reasonOf,
  type Trigger,
} from '@pawprint/core';
import { v7 } from 'uuid';
import type { Job } from './job.ts';

/** An event with what is known of its arrival. */
export interface ReceivedEvent extends JobEvent {
  readonly matchedBy: MatchedBy;
  /** By the sender's clock; it is only shown. */
  readonly reportedAt: Instant | null;
  /** The sender's time, as the sender wrote it. */
  readonly reported: string | null;
}

/** An event with what core found when it was applied. */
export interface RecordedEvent extends ReceivedEvent {
  readonly recordedAttempt: number | null;
  readonly late: boolean;
}

/** One job before and after the events of a batch. */
export interface JobChange {
  readonly before: Job;
  readonly after: Job;
  readonly events: readonly RecordedEvent[];
  /** Set if the extractor asked not to get the job again before this time. */
  readonly availableAt: Instant | null;
}

/** A recorded event with its job, its `seq`, and its number within the job: 1, 2, 3 … */
export interface StoredEvent extends RecordedEvent {
  readonly seq: number;
  readonly number: number;
  readonly jobId: string;
}

/** The change that these events make, applied in the order in which they arrived. */
export const applyEvents = (job: Job, events: readonly ReceivedEvent[], now: Instant): JobChange =>
  events.reduce((change, event) => applyToChange(change, event, now), startChange(job));

/** The change with one event more; unchanged if the job has had this event before. */
export const applyToChange = (change: JobChange, event: ReceivedEvent, now: Instant): JobChange => {
  const applied = applyEvent(change.after.progress, event, now);
  if (applied.outcome === 'unchanged' && applied.reason === 'repeated') return change;
  // The new fields come first: V8 takes a hundred times as long to add fields to a copy.
  const recorded = { recordedAttempt: applied.attempt, late: applied.late, ...event };
  const next: JobChange = {
    ...change,
    after: { ...change.after, progress: applied.job },
    events: [...change.events, recorded],
  };
  const revived = revivedEvent(change.after.progress, applied.job, now);
  return revived === undefined ? next : applyToChange(next, revived, now);
};

/** The server's own event where a report has just shown that a job is alive which it had given up. */
const revivedEvent = (before: JobProgress, after: JobProgress, now: Instant): ReceivedEvent | undefined => {
  // A history that is imported piece by piece was never given up here.
  if (before.state !== 'LOST' || after.state === 'LOST' || before.flags.has('imported')) return undefined;
  const lostMs = Math.max(0, now - (before.finishedAt ?? now));
  const { text, code, facts } = reasonOf('revived', {
    lostMs,
    silentMs: Math.max(0, now - before.lastEventAt),
  });
  return serverEvent('REVIVED', text, now, { reason: { code, facts } });
};

/** A change without events. */
export const startChange = (job: Job): JobChange => ({
  before: job,
  after: job,
  events: [],
  availableAt: null,
});

/** The first event of every job. */
export const submittedEvent = (job: Job, now: Instant): ReceivedEvent =>
  serverEvent('SUBMITTED', SUBMIT_REASONS[job.facts.trigger], now);

const SUBMIT_REASONS: Readonly<Record<Trigger, string>> = {
  upload: 'the file was uploaded',
  dataset: 'the dataset changed',
  metadata: 'its metadata changed',
  manual: 'submitted by hand',
  resubmit: 'submitted again by hand',
  legacy: 'made up for reports that name no job',
};

/** An event that the server itself records about a job. */
export const serverEvent = (
  kind: EventKind,
  message: string,
  now: Instant,
  details: EventDetails = {},
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

type EventDetails = Partial<
  Pick<JobEvent, 'attempt' | 'extractorVersion' | 'requestedBy' | 'resubmittedAs' | 'reason' | 'sent'>
>;
