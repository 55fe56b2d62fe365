import type { Cancel, CancelOutcome, JobProgress } from '../job.ts';
import type { Moment } from '../moment.ts';

const cancelOf = (job: JobProgress, { event, at }: Moment): Cancel =>
  job.cancel ?? { requestedBy: event.requestedBy ?? null, requestedAt: at, outcome: null };

/** Who asked first, and when; asking again changes nothing. */
export const askCancel = (job: JobProgress, moment: Moment): JobProgress => ({
  ...job,
  cancel: cancelOf(job, moment),
});

const withOutcome = (job: JobProgress, moment: Moment, outcome: CancelOutcome | null): JobProgress => ({
  ...job,
  cancel: { ...cancelOf(job, moment), outcome },
});

export const cancelNeverRan = (job: JobProgress, moment: Moment): JobProgress =>
  withOutcome(job, moment, 'never_ran');

export const cancelStopped = (job: JobProgress, moment: Moment): JobProgress =>
  withOutcome(job, moment, 'stopped');

/** An extractor took the job after all: what becomes of the cancel is open until that attempt ends. */
export const cancelUnanswered = (job: JobProgress, moment: Moment): JobProgress =>
  withOutcome(job, moment, null);

/** An end shows what became of the cancel. The first such answer stands; "never ran" was only presumed. */
export const cancelAnswered = (job: JobProgress, moment: Moment): JobProgress => {
  const known = job.cancel?.outcome;
  if (known === 'stopped' || known === 'finished_anyway') return job;
  return withOutcome(job, moment, moment.event.confirmsCancel ? 'stopped' : 'finished_anyway');
};
