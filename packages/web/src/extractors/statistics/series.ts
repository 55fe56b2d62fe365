import type { ExtractorStatistics } from '@pawprint/protocol';

type Period = ExtractorStatistics['periods'][number];

const STEP_MS = { hour: 3_600_000, day: 24 * 3_600_000 } as const;

export interface Slot {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Undefined where no job ended. */
  readonly period: Period | undefined;
}

/** Every hour or day of the range, with and without ended jobs: gaps are part of the picture. */
export const slotsOf = ({ since, until, step, periods }: ExtractorStatistics): readonly Slot[] => {
  const stepMs = STEP_MS[step];
  const known = new Map(periods.map((period) => [Date.parse(period.at), period]));
  const first = Math.floor(Date.parse(since) / stepMs) * stepMs;
  const count = Math.max(1, Math.ceil((Date.parse(until) - first) / stepMs));
  return Array.from({ length: count }, (_, index) => {
    const at = first + index * stepMs;
    return { at, period: known.get(at) };
  });
};

/** How jobs can end, as charts show it: from the bottom of a bar to its top. */
export const ENDS = [
  { name: 'Done', icon: 'done', tone: 'done', token: '--bar-done', states: ['SUCCEEDED'] },
  {
    name: 'Skipped or cancelled',
    icon: 'skipped',
    tone: 'skipped',
    token: '--bar-skip',
    states: ['SKIPPED', 'CANCELLED'],
  },
  {
    name: 'Failed or lost',
    icon: 'failed',
    tone: 'failed',
    token: '--bar-failed',
    states: ['FAILED', 'LOST'],
  },
] as const;

/** How many jobs of a period ended so. */
export const endedSo = (period: Period | undefined, { states }: (typeof ENDS)[number]): number =>
  states.reduce((sum, state) => sum + (period?.ended[state] ?? 0), 0);

/** When a version was first seen. */
export interface Mark {
  readonly version: string;
  readonly at: number;
  readonly label: string;
}

/** When the versions were first seen, as far as that is in the range, in the order of time. */
export const versionMarks = (
  versions: readonly { readonly version: string; readonly first_seen_at: string }[],
  { since, until }: Pick<ExtractorStatistics, 'since' | 'until'>,
): readonly Mark[] =>
  versions
    .map(({ version, first_seen_at: seen }) => ({ version, at: Date.parse(seen), label: `${version} seen` }))
    .filter(({ at }) => at > Date.parse(since) && at < Date.parse(until))
    .toSorted((one, other) => one.at - other.at);

const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

/** In a table: "24 Nov, 13:00"; days of UTC without a time. */
export const slotName = (at: number, step: ExtractorStatistics['step']): string => {
  const date = new Date(at);
  return step === 'day' ? utcDay.format(date) : `${day.format(date)}, ${clock.format(date)}`;
};

const utcDay = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });

/** Short enough for an axis: "400 ms", "3 s", "10 min", "2 h". */
export const axisDuration = (ms: number): string => {
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 60_000) return `${ms / 1_000} s`;
  if (ms < 3_600_000) return `${ms / 60_000} min`;
  return ms < 86_400_000 ? `${ms / 3_600_000} h` : `${ms / 86_400_000} d`;
};

const DURATION_TICKS = [
  1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 30_000, 60_000, 180_000, 600_000, 1_800_000, 3_600_000,
  10_800_000, 36_000_000, 86_400_000, 259_200_000, 864_000_000,
];

/** Ticks of a logarithmic axis of durations that enclose these values. */
export const durationTicks = (values: readonly number[]): readonly number[] => {
  const least = Math.max(1, Math.min(...values));
  const most = Math.max(least, ...values);
  const from = Math.max(
    0,
    DURATION_TICKS.findLastIndex((tick) => tick <= least),
  );
  const to = DURATION_TICKS.findIndex((tick) => tick >= most);
  return DURATION_TICKS.slice(from, Math.max(from + 2, (to < 0 ? DURATION_TICKS.length : to) + 1));
};
