import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  BUCKET_BOUNDS,
  bucketOf,
  countValues,
  histogramOf,
  mergeHistograms,
  QUANTILE_ERROR,
  quantile,
  quantileInterval,
} from './histogram.ts';

/** From milliseconds to months, as many small ones as large ones. */
const value = fc.double({ min: 0, max: 32, noNaN: true }).map((power) => Math.floor(2 ** power) - 1);
const values = fc.array(value, { minLength: 1, maxLength: 400 });

const exactQuantile = (sample: readonly number[], share: number): number =>
  sample.toSorted((one, other) => one - other)[Math.max(0, Math.ceil(share * sample.length) - 1)] ?? 0;

test('the bounds of buckets are whole, ascending and the same as ever', () => {
  expect(BUCKET_BOUNDS.slice(0, 17)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18]);
  expect(BUCKET_BOUNDS.length).toBe(343);
  expect(BUCKET_BOUNDS[100]).toBe(25_268);
  expect(BUCKET_BOUNDS.every((bound, index) => bound > (BUCKET_BOUNDS[index - 1] ?? 0))).toBe(true);
});

test('a value lies between the bounds of its bucket', () => {
  fc.assert(
    fc.property(value, (one) => {
      const bucket = bucketOf(one);
      expect(BUCKET_BOUNDS[bucket - 1] ?? 0).toBeLessThanOrEqual(one);
      expect(BUCKET_BOUNDS[bucket]).toBeGreaterThan(one);
    }),
  );
});

test('quantiles differ from exact ones by no more than the stated error', () => {
  fc.assert(
    fc.property(values, fc.constantFrom(0, 0.5, 0.95, 0.99, 1), (sample, share) => {
      const exact = exactQuantile(sample, share);
      const found = quantile(histogramOf(sample), share) ?? Number.NaN;
      expect(Math.abs(found - exact)).toBeLessThanOrEqual(exact * QUANTILE_ERROR + 1e-9);
    }),
    { numRuns: 2_000 },
  );
});

test('merged histograms are the histogram of all values, in any order', () => {
  fc.assert(
    fc.property(fc.array(values, { maxLength: 5 }), (parts) => {
      const whole = histogramOf(parts.flat());
      const sorted = (histogram: ReadonlyMap<number, number>) =>
        [...histogram].sort(([one], [other]) => one - other);
      expect(sorted(mergeHistograms(parts.map(histogramOf)))).toEqual(sorted(whole));
      expect(sorted(mergeHistograms(parts.toReversed().map(histogramOf)))).toEqual(sorted(whole));
      expect(countValues(whole)).toBe(parts.flat().length);
    }),
  );
});

test('an interval contains its quantile, and needs enough values', () => {
  fc.assert(
    fc.property(values, fc.constantFrom(0.5, 0.95), (sample, share) => {
      const interval = quantileInterval(histogramOf(sample), share);
      expect(interval === null ? sample.length : 0).toBeLessThan(120);
      expect(interval?.low ?? 0).toBeLessThanOrEqual(exactQuantile(sample, share));
      expect(interval?.high ?? Number.MAX_VALUE).toBeGreaterThanOrEqual(exactQuantile(sample, share));
    }),
  );
});

test('no values have no quantile', () => {
  expect(quantile(new Map(), 0.5)).toBeNull();
  expect(quantileInterval(new Map(), 0.5)).toBeNull();
});
