import { applyEvent } from './apply-event.ts';
import type { Instant, JobProgress } from './job.ts';
import type { JobEvent } from './job-event.ts';

export interface Submission {
  readonly submittedAt: Instant;
  /** The job was made up for events that named none. */
  readonly inferred?: boolean;
}

/** A job as it is before anything was said or done about it. */
export const submittedJob = ({ submittedAt, inferred = false }: Submission): JobProgress => ({
  state: 'SUBMITTED',
  flags: new Set(inferred ? ['inferred'] : []),
  attempts: [],
  submittedAt,
  queuedAt: null,
  startedAt: null,
  finishedAt: null,
  lastEventAt: submittedAt,
  progress: null,
  latest: null,
  error: null,
  reason: null,
  cancel: null,
  extractorVersion: null,
  resubmittedAs: [],
});

/** The job that its stored events, in the order of `seq`, amount to. */
export const replay = (submission: Submission, events: readonly JobEvent[]): JobProgress =>
  events.reduce((job, event) => applyEvent(job, event, event.receivedAt).job, submittedJob(submission));
