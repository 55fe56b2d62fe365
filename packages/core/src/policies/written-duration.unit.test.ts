import { expect, it } from 'vitest';
import { writtenDuration } from './written-duration.ts';

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
])('%d ms is written %s', (ms, expected) => {
  expect(writtenDuration(ms)).toBe(expected);
});
