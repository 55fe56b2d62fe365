import { type JobProgress, openAttempt } from '../job.ts';
import type { Moment } from '../moment.ts';

export const STARTED_AGAIN = 'started again without an end: redelivered';

/** The server says in its own events why it gives an attempt up; a report that begins another needs no words. */
const reasonOf = ({ event }: Moment): string =>
  event.kind === 'ATTEMPT_LOST' || event.kind === 'LOST' ? event.message : STARTED_AGAIN;

export const loseOpenAttempt = (job: JobProgress, moment: Moment): JobProgress => {
  const open = openAttempt(job);
  if (open === undefined) return job;
  const lost = { ...open, outcome: 'LOST', endedAt: moment.at, reason: reasonOf(moment) } as const;
  return { ...job, attempts: job.attempts.with(-1, lost) };
};
