import type { Attempt, Instant, JobProgress } from '../job.ts';
import type { Moment } from '../moment.ts';

const attemptBegun = (number: number, { event, at }: Moment): Attempt => ({
  number,
  outcome: 'RUNNING',
  startedAt: at,
  endedAt: null,
  instanceId: event.instanceId ?? null,
  extractorVersion: event.extractorVersion ?? null,
  error: null,
  reason: null,
});

/** A cancelled job keeps `startedAt` as it was: it ended before this attempt began. */
const firstStart = (job: JobProgress, { at }: Moment): Instant | null =>
  job.startedAt ?? (job.state === 'CANCELLED' ? null : at);

/** Opens attempt n+1. The first version known to have started the job stays the job's version. */
export const openNextAttempt = (job: JobProgress, moment: Moment): JobProgress => ({
  ...job,
  attempts: [...job.attempts, attemptBegun(job.attempts.length + 1, moment)],
  startedAt: firstStart(job, moment),
  progress: null,
  extractorVersion: job.extractorVersion ?? moment.event.extractorVersion ?? null,
});
