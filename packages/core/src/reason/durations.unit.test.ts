import { expect, it } from 'vitest';
import { formatDuration, formatEstimate } from './durations.ts';

it.each([
  [-5, '0 s'],
  [0, '0 s'],
  [999, '0 s'],
  [9_000, '9 s'],
  [119_999, '119 s'],
  [120_000, '2 min'],
  [42 * 60_000, '42 min'],
  [119 * 60_000, '119 min'],
  [120 * 60_000, '2 h'],
  [24 * 3_600_000, '24 h'],
  [48 * 3_600_000, '2 d'],
  [Number.NaN, '0 s'],
])('%d ms is written %s', (ms, expected) => {
  expect(formatDuration(ms)).toBe(expected);
});

it.each([
  [180_000, 180_000, 'about 3 min'],
  [171_000, 189_000, 'about 3 min'],
  [125_000, 310_000, 'about 2 to 5 min'],
  [38_000, 180_000, 'about 40 s to 3 min'],
  [2_400, 4_400, 'about 2 to 4 s'],
  [0, 400, 'about 1 s'],
  [0, 5_000, 'about 0 to 5 s'],
  [2 * 3_600_000, 9 * 3_600_000, 'about 2 to 9 h'],
])('an estimate of %d to %d ms is written %s', (low, high, expected) => {
  expect(formatEstimate(low, high)).toBe(expected);
});
