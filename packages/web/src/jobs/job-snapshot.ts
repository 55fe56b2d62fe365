import type { Job } from '@pawprint/protocol';

/** A job as the server told it, and when (this browser's clock) it was told. */
export interface SeenJob {
  readonly job: Job;
  readonly seenAt: number;
}

export const isOver = (job: Job): boolean => job.finished_at !== null;
export const isInferred = (job: Job): boolean => job.flags.includes('inferred');

/**
 * Which of two tellings of one job holds. They race each other (a stream against an answer that was on its way), so
 * the later word is not always the newer; of two equally new ones the one told last holds.
 */
export const newerOf = (known: SeenJob | undefined, told: SeenJob): SeenJob =>
  known && Date.parse(known.job.last_event_at) > Date.parse(told.job.last_event_at) ? known : told;

/**
 * What the server's clock says now, read off a job that is not over: it was `elapsed_ms` old when it was told. The
 * browser's own clock may be minutes off and would put "last heard" into the future.
 */
export const serverNow = ({ job, seenAt }: SeenJob, now: number): number =>
  Date.parse(job.submitted_at) + job.elapsed_ms + Math.max(0, now - seenAt);

/** Milliseconds. Elapsed is always the sum of the other four, `runMs` counting 0 where nothing has started. */
export interface JobTimes {
  readonly waitMs: number;
  readonly earlierMs: number;
  readonly retryMs: number;
  readonly runMs: number | null;
  readonly elapsedMs: number;
}

type Stretch = 'wait' | 'run' | 'retry';

const growing = ({ job }: SeenJob): Stretch | undefined => {
  if (isOver(job)) return undefined;
  if (job.run_ms === null) return 'wait';
  return job.state === 'RUNNING' ? 'run' : 'retry';
};

/** The server's figures, carried on to now: only the stretch the job is in grows, and none once it is over. */
export const timesAt = (seen: SeenJob, now: number): JobTimes => {
  const { job, seenAt } = seen;
  const stretch = growing(seen);
  const since = stretch ? Math.max(0, now - seenAt) : 0;
  const grown = (ms: number, of: Stretch): number => (stretch === of ? ms + since : ms);
  return {
    waitMs: grown(job.wait_ms, 'wait'),
    earlierMs: job.earlier_ms,
    retryMs: grown(job.retry_ms, 'retry'),
    runMs: job.run_ms === null ? null : grown(job.run_ms, 'run'),
    elapsedMs: job.elapsed_ms + since,
  };
};
