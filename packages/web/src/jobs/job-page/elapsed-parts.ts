import type { JobTimes } from '../job/job-times.ts';
import type { Bar } from './timeline/attempt-bars.ts';

export type PartKind = 'wait' | 'earlier' | 'retry' | 'run';

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
