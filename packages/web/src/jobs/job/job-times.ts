import { isOver, type SeenJob } from './seen-job.ts';

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
