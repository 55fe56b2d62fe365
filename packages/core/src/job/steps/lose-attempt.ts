import { startedAgainReason } from '../../policies/started-again.ts';
import { type Attempt, type JobProgress, openAttempt } from '../job.ts';
import type { Moment } from '../moment.ts';

/** The server says in its own events why it gives an attempt up; a report that begins another needs no words. */
const reasonOf = ({ startedAt }: Attempt, { event, at }: Moment): string =>
  event.kind === 'ATTEMPT_LOST' || event.kind === 'LOST' ? event.message : startedAgainReason(startedAt, at);

export const loseOpenAttempt = (job: JobProgress, moment: Moment): JobProgress => {
  const open = openAttempt(job);
  if (open === undefined) return job;
  const lost = { ...open, outcome: 'LOST', endedAt: moment.at, reason: reasonOf(open, moment) } as const;
  return { ...job, attempts: job.attempts.with(-1, lost) };
};
