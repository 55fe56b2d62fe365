import { arrive } from './arrive.ts';
import type { Instant, JobProgress } from './job.ts';
import type { JobEvent } from './job-event.ts';
import { type Moment, momentOf } from './moment.ts';
import { spokenAttempt } from './spoken-attempt.ts';
import { STEPS } from './steps/steps.ts';
import type { Transition, UnchangedReason } from './transition.ts';
import { transitionFor } from './transition-for.ts';

interface Recorded {
  readonly job: JobProgress;
  /** The attempt the event is recorded under; null where it concerns the job as a whole. */
  readonly attempt: number | null;
  /** It came after the end of what it speaks of. */
  readonly late: boolean;
}

export interface Changed extends Recorded {
  readonly outcome: 'changed';
}

/** `job` is the very job that was handed in. */
export interface Unchanged extends Recorded {
  readonly outcome: 'unchanged';
  readonly reason: UnchangedReason;
}

const take = (job: JobProgress, row: Transition, moment: Moment): JobProgress =>
  arrive(
    row.acts.reduce((changing, act) => STEPS[act](changing, moment), job),
    row.to,
    moment,
  );

const recordedUnder = (job: JobProgress, number: number | null): number | null =>
  number === null ? null : Math.min(number, job.attempts.length) || null;

/**
 * What an event means for a job. Never throws, whatever the order, repetition or content.
 *
 * `now` bounds the event's `receivedAt`; no other clock is read. Both answers are to be stored as
 * an event, except `unchanged` with the reason `repeated`, which is stored already.
 */
export const applyEvent = (job: JobProgress, event: JobEvent, now: Instant): Changed | Unchanged => {
  const { number, position } = spokenAttempt(job, event);
  if (event.repeated) {
    return {
      outcome: 'unchanged',
      job,
      attempt: recordedUnder(job, number),
      late: false,
      reason: 'repeated',
    };
  }
  const row = transitionFor(job, event.kind, position);
  const next = row === undefined ? job : take(job, row, momentOf(job, event, now));
  const recorded = { job: next, attempt: recordedUnder(next, number), late: row?.late ?? false };
  return next === job
    ? { outcome: 'unchanged', ...recorded, reason: row?.unchanged ?? 'nothing_to_do' }
    : { outcome: 'changed', ...recorded };
};
