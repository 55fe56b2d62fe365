import type { State } from '../../design/state.tsx';
import type { JobCounts } from './job-counts.ts';

/** What a bar's part stands for. */
export const PARTS = ['failed', 'waiting', 'running', 'other', 'done'] as const;
export type Part = (typeof PARTS)[number];

export interface Bar {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly counts: Readonly<Record<Part, number>>;
  readonly total: number;
}

/** The chart's bars, oldest first, also those without a job between two others. */
export const barsOf = (
  { buckets, step_ms: step }: JobCounts,
  states: ReadonlySet<State> | 'all',
): readonly Bar[] => {
  const asked = buckets.filter(({ state }) => states === 'all' || states.has(state));
  const times = asked.map(({ at }) => Date.parse(at));
  if (times.length === 0) return [];
  const first = Math.min(...times);
  const length = Math.round((Math.max(...times) - first) / step) + 1;
  return Array.from({ length }, (_, index) => {
    const at = first + index * step;
    const counts = { ...NO_COUNTS };
    for (const { at: time, state, count } of asked)
      if (Date.parse(time) === at) counts[PART_OF_STATE[state]] += count;
    return { at, counts, total: PARTS.reduce((sum, part) => sum + counts[part], 0) };
  });
};

const NO_COUNTS: Readonly<Record<Part, number>> = { failed: 0, waiting: 0, running: 0, other: 0, done: 0 };

const PART_OF_STATE: Readonly<Record<State, Part>> = {
  SUBMITTED: 'waiting',
  QUEUED: 'waiting',
  RESUBMITTED: 'waiting',
  RUNNING: 'running',
  SUCCEEDED: 'done',
  FAILED: 'failed',
  LOST: 'failed',
  SKIPPED: 'other',
  CANCELLED: 'other',
};

export interface Range {
  readonly since: number;
  readonly until: number;
}

/** The time of the bars from one to another, whichever is the earlier. */
export const rangeOfBars = (bars: readonly Bar[], step: number, one: number, other: number): Range | null => {
  const [from, to] = [bars[Math.min(one, other)], bars[Math.max(one, other)]];
  return from && to ? { since: from.at, until: to.at + step } : null;
};
