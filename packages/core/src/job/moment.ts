import type { Instant, JobProgress } from './job.ts';
import type { JobEvent } from './job-event.ts';

/** An event and the time at which it counts. */
export interface Moment {
  readonly event: JobEvent;
  readonly at: Instant;
}

const latestTimeOf = (job: JobProgress): Instant => {
  const last = job.attempts.at(-1);
  return Math.max(
    job.submittedAt,
    job.lastEventAt,
    job.finishedAt ?? job.submittedAt,
    last?.endedAt ?? last?.startedAt ?? job.submittedAt,
  );
};

const serverTimeOf = (job: JobProgress, { receivedAt }: JobEvent, now: Instant): Instant => {
  if (Number.isFinite(receivedAt) && receivedAt <= now) return receivedAt;
  return Number.isFinite(now) ? now : job.lastEventAt;
};

/**
 * The server's receive time is the only clock, and it never runs backwards within a job: an event
 * stamped before what is known, or in the future, counts at the nearest possible time.
 */
export const momentOf = (job: JobProgress, event: JobEvent, now: Instant): Moment => ({
  event,
  at: Math.max(latestTimeOf(job), serverTimeOf(job, event, now)),
});
