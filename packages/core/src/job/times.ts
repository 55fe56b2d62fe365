import type { Attempt, Instant, JobProgress } from './job.ts';

/** Milliseconds, none negative; `elapsedMs` = wait + earlier + retry + run, `runMs` counted as 0 where null. */
export interface JobTimes {
  /** Submitted → first start; still counting, or ended so, where nothing started. */
  readonly waitMs: number;
  /** Inside attempts before the last. */
  readonly earlierMs: number;
  /** Between attempts, and since the last one where another is awaited. */
  readonly retryMs: number;
  /** Inside the last attempt; null before the first start. */
  readonly runMs: number | null;
  /** Submitted → end, or now. */
  readonly elapsedMs: number;
}

export const jobTimes = (job: JobProgress, now: Instant): JobTimes => {
  const end = Math.max(job.submittedAt, job.finishedAt ?? now);
  const elapsedMs = end - job.submittedAt;
  const stretches = stretchesOf(job, end);
  const [first, last] = [stretches.at(0), stretches.at(-1)];
  if (first === undefined || last === undefined) {
    return { waitMs: elapsedMs, earlierMs: 0, retryMs: 0, runMs: null, elapsedMs };
  }
  const waitMs = first.from - job.submittedAt;
  const runMs = last.to - last.from;
  const earlierMs = stretches.slice(0, -1).reduce((sum, { from, to }) => sum + to - from, 0);
  return { waitMs, earlierMs, retryMs: elapsedMs - waitMs - earlierMs - runMs, runMs, elapsedMs };
};

/** How long one attempt ran, or has run so far. Never negative. */
export const attemptRunMs = ({ startedAt, endedAt }: Attempt, now: Instant): number =>
  Math.max(0, (endedAt ?? now) - startedAt);

interface Stretch {
  readonly from: Instant;
  readonly to: Instant;
}

/** A time moved between two others: whatever times are stored, no stretch is negative and none counts twice. */
const within = (time: Instant, from: Instant, to: Instant): Instant => Math.min(to, Math.max(from, time));

/**
 * The attempts as stretches of one line from submission to end. An attempt that begins after the end, of a job cancelled
 * too late, is not on it.
 */
const stretchesOf = (job: JobProgress, end: Instant): readonly Stretch[] => {
  const stretches: Stretch[] = [];
  let previousEnd = job.submittedAt;
  for (const { startedAt, endedAt } of job.attempts) {
    if (job.finishedAt !== null && startedAt > job.finishedAt) break;
    const from = within(startedAt, previousEnd, end);
    previousEnd = within(endedAt ?? end, from, end);
    stretches.push({ from, to: previousEnd });
  }
  return stretches;
};
