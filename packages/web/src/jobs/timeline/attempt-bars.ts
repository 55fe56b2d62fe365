import type { Attempt } from '@pawprint/protocol';
import type { JobDetail } from '../job-query.ts';
import { type JobTimes, timesAt } from '../job-snapshot.ts';

export interface Bar {
  readonly attempt: Attempt;
  /** Milliseconds after the job's submission. */
  readonly from: number;
  readonly to: number;
  /** A lost attempt's last report. The bar is solid up to here, and dashed from here to where the attempt was lost. */
  readonly reportedTo: number;
  readonly open: boolean;
}

/** A job's attempts as bars on one axis; `total` is the axis' end, in milliseconds after submission. */
export const jobBars = (
  detail: JobDetail,
  now: number,
  lastReports?: ReadonlyMap<number, number>,
): { readonly bars: Bar[]; readonly total: number } => {
  const { job, attempts } = detail;
  const total = timesAt(detail, now).elapsedMs;
  const end = Date.parse(job.submitted_at) + total;
  return { bars: attemptBars(job.submitted_at, attempts, end, lastReports), total };
};

/**
 * The attempts as bars, oldest first.
 *
 * @param now the server's clock, or the end of the job
 * @param lastReports when lost attempts reported last, by their numbers, as far as that is known
 */
export const attemptBars = (
  submittedAt: string,
  attempts: readonly Attempt[],
  now: number,
  lastReports: ReadonlyMap<number, number> = new Map(),
): Bar[] => {
  const submitted = Date.parse(submittedAt);
  const sorted = [...attempts].sort((a, b) => a.number - b.number);
  return sorted.map((attempt) => barOf(attempt, submitted, now, lastReports.get(attempt.number)));
};

/** Clocks may disagree. A time before submission or after now is drawn at the edge. */
const barOf = (attempt: Attempt, submitted: number, now: number, lastReport: number | undefined): Bar => {
  const end = Math.max(0, now - submitted);
  const from = clamp(Date.parse(attempt.started_at) - submitted, 0, end);
  const endedAt = attempt.ended_at === null ? now : Date.parse(attempt.ended_at);
  const to = clamp(endedAt - submitted, from, end);
  const isLost = attempt.outcome === 'LOST' && lastReport !== undefined;
  return {
    attempt,
    from,
    to,
    reportedTo: isLost ? clamp(lastReport - submitted, from, to) : to,
    open: attempt.ended_at === null,
  };
};

const clamp = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));

export type PartKind = 'wait' | 'earlier' | 'retry' | 'run';

/** A part of the elapsed time. */
export interface Part {
  readonly kind: PartKind;
  readonly ms: number;
}

/** The sums of the kinds, which add up to the elapsed time. What has not happened is left out. */
export const elapsedSums = (times: JobTimes): Part[] =>
  sumsOfKinds(times).filter(({ kind, ms }) => kind === 'wait' || ms > 0);

const sumsOfKinds = (times: JobTimes): Part[] => [
  { kind: 'wait', ms: times.waitMs },
  { kind: 'earlier', ms: times.earlierMs },
  { kind: 'retry', ms: times.retryMs },
  { kind: 'run', ms: times.runMs ?? 0 },
];

/**
 * The elapsed time in order: the wait, then each attempt and the retry after it, the last attempt being the run. Parts
 * of no length are left out.
 *
 * @param total the end of the elapsed time, in milliseconds after submission
 */
export const elapsedParts = (bars: readonly Bar[], total: number): Part[] => {
  const parts: Part[] = [];
  let reached = 0;
  bars.forEach((bar, index) => {
    const from = clamp(Math.max(bar.from, reached), 0, total);
    const to = clamp(bar.to, from, total);
    parts.push({ kind: index === 0 ? 'wait' : 'retry', ms: from - reached });
    parts.push({ kind: index === bars.length - 1 ? 'run' : 'earlier', ms: to - from });
    reached = to;
  });
  parts.push({ kind: bars.length === 0 ? 'wait' : 'retry', ms: Math.max(0, total - reached) });
  return parts.filter(({ ms }) => ms > 0);
};
