import { countValues, type Histogram, type Interval, quantileInterval, Z_95 } from './histogram.ts';

/** What is known of the ended jobs of one version. */
export interface VersionFigures {
  /** Jobs that were done, skipped, failed or lost. Cancelled ones say nothing about the version. */
  readonly jobs: number;
  /** Of these: failed or lost. */
  readonly failed: number;
  /** Of these: with more than one attempt. */
  readonly retried: number;
  readonly run: Histogram;
}

export const COMPARED = ['failed', 'retried', 'run_p50', 'run_p95'] as const;

export type Verdict = 'better' | 'worse' | 'same' | 'unknown';

/** One measure of two versions. Shares are between 0 and 1, times in milliseconds. */
export interface ComparedMeasure {
  readonly measure: (typeof COMPARED)[number];
  readonly runs: number;
  readonly otherRuns: number;
  readonly value: number | null;
  readonly otherValue: number | null;
  /** `same`: a difference this small can be chance. `unknown`: too few runs. */
  readonly verdict: Verdict;
  /** In words, such as `+3.9 points` or `−34 %`; null where it is the same or unknown. */
  readonly difference: string | null;
  /** The 95 % interval of the difference, such as `+2.9 to +5.2 points`; null where it is unknown. */
  readonly interval: string | null;
}

/** A version beside another, mostly a newer one beside an older one. For every measure less is better. */
export const compareVersions = (one: VersionFigures, other: VersionFigures): readonly ComparedMeasure[] => [
  compareShares('failed', one, other),
  compareShares('retried', one, other),
  compareQuantiles('run_p50', 0.5, one, other),
  compareQuantiles('run_p95', 0.95, one, other),
];

/** Fewer jobs say too little about a share. */
const LEAST_JOBS = 20;

const compareShares = (
  measure: 'failed' | 'retried',
  one: VersionFigures,
  other: VersionFigures,
): ComparedMeasure => {
  const [share, otherShare] = [
    shareInterval(one[measure], one.jobs),
    shareInterval(other[measure], other.jobs),
  ];
  const isEnough = Math.min(one.jobs, other.jobs) >= LEAST_JOBS;
  const difference = isEnough && share && otherShare ? differenceOf(share, otherShare) : null;
  return {
    measure,
    runs: one.jobs,
    otherRuns: other.jobs,
    value: share?.estimate ?? null,
    otherValue: otherShare?.estimate ?? null,
    ...judge(difference, { write: (points) => signed(points * 100, 1), unit: 'points' }),
  };
};

/** Compared by their ratio: run times differ by factors. A run of less than a millisecond counts as one. */
const compareQuantiles = (
  measure: 'run_p50' | 'run_p95',
  share: number,
  one: VersionFigures,
  other: VersionFigures,
): ComparedMeasure => {
  const [time, otherTime] = [quantileInterval(one.run, share), quantileInterval(other.run, share)];
  const difference = time && otherTime ? differenceOf(logarithms(time), logarithms(otherTime)) : null;
  return {
    measure,
    runs: countValues(one.run),
    otherRuns: countValues(other.run),
    value: time?.estimate ?? null,
    otherValue: otherTime?.estimate ?? null,
    ...judge(difference, { write: (ratio) => signed((Math.exp(ratio) - 1) * 100, 0), unit: '%' }),
  };
};

/** Wilson's score interval, which holds for rare failures, too. */
export const shareInterval = (count: number, of: number): Interval | null => {
  if (of === 0) return null;
  const share = count / of;
  const squared = Z_95 ** 2 / of;
  const middle = (share + squared / 2) / (1 + squared);
  const reach = (Z_95 / (1 + squared)) * Math.sqrt((share * (1 - share)) / of + squared / (4 * of));
  return { estimate: share, low: Math.min(share, middle - reach), high: Math.max(share, middle + reach) };
};

const logarithms = ({ estimate, low, high }: Interval): Interval => ({
  estimate: Math.log(Math.max(1, estimate)),
  low: Math.log(Math.max(1, low)),
  high: Math.log(Math.max(1, high)),
});

/** Newcombe's interval of a difference, from the interval of each side. */
const differenceOf = (one: Interval, other: Interval): Interval => {
  const estimate = one.estimate - other.estimate;
  return {
    estimate,
    low: estimate - Math.hypot(one.estimate - one.low, other.high - other.estimate),
    high: estimate + Math.hypot(one.high - one.estimate, other.estimate - other.low),
  };
};

interface Notation {
  readonly write: (difference: number) => string;
  readonly unit: string;
}

const judge = (
  difference: Interval | null,
  { write, unit }: Notation,
): Pick<ComparedMeasure, 'verdict' | 'difference' | 'interval'> => {
  if (difference === null) return { verdict: 'unknown', difference: null, interval: null };
  const { estimate, low, high } = difference;
  const verdict = verdictOf(low, high);
  return {
    verdict,
    difference: verdict === 'same' ? null : `${write(estimate)} ${unit}`,
    interval: `${write(low)} to ${write(high)} ${unit}`,
  };
};

const verdictOf = (low: number, high: number): Verdict => {
  if (high < 0) return 'better';
  return low > 0 ? 'worse' : 'same';
};

/** With a true minus sign; zero has no sign. */
const signed = (value: number, digits: number): string => {
  const text = Math.abs(value).toFixed(digits);
  if (Number(text) === 0) return text;
  return `${value < 0 ? '−' : '+'}${text}`;
};
