import type { Attempt } from '@pawprint/protocol';
import type { SeenDetail } from '../job-query.ts';
import { type JobTimes, timesAt } from '../job-snapshot.ts';

/** A job's time as bars on one line; `total` is where it ends, ms after submission. */
export const lineOf = (
  detail: SeenDetail,
  now: number,
  heardAt?: ReadonlyMap<number, number>,
): { readonly bars: Bar[]; readonly total: number } => {
  const { job, attempts } = detail;
  const total = timesAt(detail, now).elapsedMs;
  const end = Date.parse(job.submitted_at) + total;
  return { bars: attemptBars(job.submitted_at, attempts, end, heardAt), total };
};

export interface Bar {
  readonly attempt: Attempt;
  /** ms after the job's submission */
  readonly from: number;
  readonly to: number;
  /** Where its extractor was last heard, if it was lost: solid up to here, dashed until it was given up. */
  readonly heardTo: number;
  readonly open: boolean;
}

const within = (at: number, from: number, to: number): number => Math.min(to, Math.max(from, at));

/** What happened before submission or after now cannot be drawn, whatever the clocks say: it is pressed to the edge. */
const barOf = (submitted: number, now: number, heardAt: ReadonlyMap<number, number>) => {
  const offset = (at: number, from = 0): number => within(at - submitted, from, Math.max(0, now - submitted));
  return (attempt: Attempt): Bar => {
    const from = offset(Date.parse(attempt.started_at));
    const to = attempt.ended_at === null ? offset(now, from) : offset(Date.parse(attempt.ended_at), from);
    const heard = attempt.outcome === 'LOST' ? heardAt.get(attempt.number) : undefined;
    return {
      attempt,
      from,
      to,
      heardTo: heard === undefined ? to : within(heard - submitted, from, to),
      open: attempt.ended_at === null,
    };
  };
};

/**
 * The attempts as bars, oldest first. `now` is the server's clock, or the end of the job; `heardAt` says when a lost
 * attempt was last heard, where that is known.
 */
export const attemptBars = (
  submittedAt: string,
  attempts: readonly Attempt[],
  now: number,
  heardAt: ReadonlyMap<number, number> = new Map(),
): Bar[] =>
  [...attempts].sort((a, b) => a.number - b.number).map(barOf(Date.parse(submittedAt), now, heardAt));

type PartKind = 'wait' | 'earlier' | 'retry' | 'run';

export interface Part {
  readonly kind: PartKind;
  readonly ms: number;
}

export const PART_WORDS: Readonly<Record<PartKind, string>> = {
  wait: 'Wait',
  earlier: 'Earlier attempts',
  retry: 'Retry',
  run: 'Run',
};

/** The four sums under the bar; always all four, or they would not add up. */
export const sumsOf = (times: JobTimes): Part[] => [
  { kind: 'wait', ms: times.waitMs },
  { kind: 'earlier', ms: times.earlierMs },
  { kind: 'retry', ms: times.retryMs },
  { kind: 'run', ms: times.runMs ?? 0 },
];

/**
 * The same time in its order: wait, then attempts and what lay between them, the last attempt being the run. `total`
 * is where it ends, ms after submission. Stretches of no length are left out.
 */
export const partsInOrder = (bars: readonly Bar[], total: number): Part[] => {
  const parts: Part[] = [];
  let reached = 0;
  bars.forEach((bar, at) => {
    const from = Math.min(Math.max(bar.from, reached), total);
    const to = Math.min(Math.max(bar.to, from), total);
    parts.push({ kind: at === 0 ? 'wait' : 'retry', ms: from - reached });
    parts.push({ kind: at === bars.length - 1 ? 'run' : 'earlier', ms: to - from });
    reached = to;
  });
  parts.push({ kind: bars.length === 0 ? 'wait' : 'retry', ms: Math.max(0, total - reached) });
  return parts.filter(({ ms }) => ms > 0);
};
