import { type Attempt, type AttemptOutcome, type JobProgress, openAttempt } from '../job.ts';
import type { Moment } from '../moment.ts';
import { reportedEnd } from '../reported-end.ts';

/** A confirmation counts only where a cancel was asked for: without one, the report means what it says. */
const outcomeOf = (job: JobProgress, { event }: Moment): AttemptOutcome => {
  const reported = reportedEnd(event.kind)?.attempt ?? 'CANCELLED';
  return event.confirmsCancel && job.cancel !== null ? 'CANCELLED' : reported;
};

const ended = (attempt: Attempt, outcome: AttemptOutcome, { event, at }: Moment): Attempt => ({
  ...attempt,
  outcome,
  endedAt: at,
  error: outcome === 'FAILED' || outcome === 'RESUBMITTED' ? event.message : null,
  reason: event.kind === 'CANCELLED' ? event.message : null,
});

/** Ends the open attempt as reported, or as the server cancelled it. */
export const closeOpenAttempt = (job: JobProgress, moment: Moment): JobProgress => {
  const open = openAttempt(job);
  if (open === undefined) return job;
  return { ...job, attempts: job.attempts.with(-1, ended(open, outcomeOf(job, moment), moment)) };
};

/** What the last attempt complained of, until an attempt succeeds or declines. */
export const keepError = (job: JobProgress): JobProgress => {
  const last = job.attempts.at(-1);
  if (last?.outcome === 'SUCCEEDED' || last?.outcome === 'SKIPPED') return { ...job, error: null };
  if (last === undefined || last.error === null) return job;
  return { ...job, error: { message: last.error, attempt: last.number } };
};
