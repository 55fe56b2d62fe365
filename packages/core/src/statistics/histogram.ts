/**
 * How often values fell into each bucket. The buckets are the same everywhere and for ever, so histograms of hours,
 * versions and servers can be merged, which percentiles cannot.
 */
export type Histogram = ReadonlyMap<number, number>;

const BUCKETS_PER_OCTAVE = 8;
/** 35 terabytes, or a thousand years of milliseconds. */
const OCTAVES = 45;

/**
 * The lowest value of bucket 1, 2, 3 …; bucket 0 has only the value 0. Values are whole numbers (milliseconds, bytes). A
 * bucket's highest value is at most 2^(1/8) times its lowest. Stored buckets depend on these bounds: they never change.
 */
export const BUCKET_BOUNDS: readonly number[] = [
  ...new Set(
    Array.from({ length: OCTAVES * BUCKETS_PER_OCTAVE }, (_, step) =>
      Math.ceil(
        2 ** Math.floor(step / BUCKETS_PER_OCTAVE) * 2 ** ((step % BUCKETS_PER_OCTAVE) / BUCKETS_PER_OCTAVE),
      ),
    ),
  ),
];

/** A quantile differs from the exact one by at most this share of it. */
export const QUANTILE_ERROR = 2 ** (1 / (2 * BUCKETS_PER_OCTAVE)) - 1;

/** The bucket of a value: the number of bounds that are not above it. */
export const bucketOf = (value: number): number => {
  let [from, to] = [0, BUCKET_BOUNDS.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    if ((BUCKET_BOUNDS[middle] ?? 0) <= value) from = middle + 1;
    else to = middle;
  }
  return from;
};

export const histogramOf = (values: Iterable<number>): Histogram => {
  const histogram = new Map<number, number>();
  for (const value of values) addTo(histogram, bucketOf(value), 1);
  return histogram;
};

export const mergeHistograms = (histograms: Iterable<Histogram>): Histogram => {
  const merged = new Map<number, number>();
  for (const histogram of histograms) for (const [bucket, count] of histogram) addTo(merged, bucket, count);
  return merged;
};

const addTo = (histogram: Map<number, number>, bucket: number, count: number): void => {
  histogram.set(bucket, (histogram.get(bucket) ?? 0) + count);
};

export const countValues = (histogram: Histogram): number =>
  [...histogram.values()].reduce((sum, count) => sum + count, 0);

/** The value that a share of all values does not exceed, give or take `QUANTILE_ERROR`; null without values. */
export const quantile = (histogram: Histogram, share: number): number | null => {
  const count = countValues(histogram);
  return count === 0 ? null : middleOfBucket(bucketAt(histogram, rankOf(share, count)));
};

export interface Interval {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

/** How many standard deviations of a normal distribution hold 95 % of it. */
export const Z_95 = 1.96;

/**
 * A quantile and the interval that holds the true one of 95 of 100 such samples, whatever the distribution: the values
 * some ranks below and above. Null where there are too few values for such ranks.
 */
export const quantileInterval = (histogram: Histogram, share: number): Interval | null => {
  const count = countValues(histogram);
  const spread = Z_95 * Math.sqrt(count * share * (1 - share));
  const [lowRank, highRank] = [Math.floor(count * share - spread), Math.ceil(count * share + spread) + 1];
  if (lowRank < 1 || highRank > count) return null;
  return {
    estimate: middleOfBucket(bucketAt(histogram, rankOf(share, count))),
    low: lowestOf(bucketAt(histogram, lowRank)),
    high: highestOf(bucketAt(histogram, highRank)),
  };
};

const rankOf = (share: number, count: number): number => Math.max(1, Math.ceil(share * count));

/** The bucket of the value with this rank among all values in order; the smallest has rank 1. */
const bucketAt = (histogram: Histogram, rank: number): number => {
  const buckets = [...histogram].sort(([one], [other]) => one - other);
  let below = 0;
  for (const [bucket, count] of buckets) {
    below += count;
    if (below >= rank) return bucket;
  }
  return buckets.at(-1)?.[0] ?? 0;
};

const lowestOf = (bucket: number): number => (bucket === 0 ? 0 : (BUCKET_BOUNDS[bucket - 1] ?? 0));

const highestOf = (bucket: number): number =>
  bucket === 0 ? 0 : (BUCKET_BOUNDS[bucket] ?? Number.MAX_SAFE_INTEGER) - 1;

/** Its relative distance to the lowest and to the highest value of the bucket is the same. */
export const middleOfBucket = (bucket: number): number => Math.sqrt(lowestOf(bucket) * highestOf(bucket));
