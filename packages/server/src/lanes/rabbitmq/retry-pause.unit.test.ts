import { expect, test } from 'vitest';
import { retryPauseMs } from './retry-pause.ts';

test.each([
  [1, 200],
  [2, 400],
  [5, 3_200],
  [8, 15_000],
  [1_000, 15_000],
])('after %d failures in a row the pause is at most %d ms, and at least half of that', (failures, most) => {
  expect(retryPauseMs(failures, 1)).toBe(most);
  expect(retryPauseMs(failures, 0)).toBe(most / 2);
});
