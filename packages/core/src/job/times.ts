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

interface Lap {
  readonly from: Instant;
  readonly to: Instant;
}

/** A time pressed between two others: however the stored times lie, no stretch is negative and none counts twice. */
const within = (time: Instant, from: Instant, to: Instant): Instant => Math.min(to, Math.max(from, time));

/** The attempts as stretches of one line from submission to end. What begins after the end (a cancelled job taken all the same) is not on it. */
const lapsOf = (job: JobProgress, end: Instant): readonly Lap[] => {
  const laps: Lap[] = [];
  let reached = job.submittedAt;
  for (const { startedAt, endedAt } of job.attempts) {
    if (job.finishedAt !== null && startedAt > job.finishedAt) break;
    const from = within(startedAt, reached, end);
    reached = within(endedAt ?? end, from, end);
    laps.push({ from, to: reached });
  }
  return laps;
};

export const jobTimes = (job: JobProgress, now: Instant): JobTimes => {
  const end = Math.max(job.submittedAt, job.finishedAt ?? now);
  const elapsedMs = end - job.submittedAt;
  const laps = lapsOf(job, end);
  const [first, last] = [laps.at(0), laps.at(-1)];
  if (first === undefined || last === undefined) {
    return { waitMs: elapsedMs, earlierMs: 0, retryMs: 0, runMs: null, elapsedMs };
  }
  const waitMs = first.from - job.submittedAt;
  const runMs = last.to - last.from;
  const earlierMs = laps.slice(0, -1).reduce((sum, { from, to }) => sum + to - from, 0);
  return { waitMs, earlierMs, retryMs: elapsedMs - waitMs - earlierMs - runMs, runMs, elapsedMs };
};

/** How long one attempt took, or has taken so far. Never negative. */
export const attemptRunMs = ({ startedAt, endedAt }: Attempt, now: Instant): number =>
  Math.max(0, (endedAt ?? now) - startedAt);
