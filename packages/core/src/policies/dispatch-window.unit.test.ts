import { expect, test } from 'vitest';
import { dispatchWindow } from './dispatch-window.ts';

test.each([
  [0, null, 10],
  [1, null, 10],
  [5, null, 10],
  [6, null, 12],
  [50, null, 100],
  [50, 3, 3],
  [0, 1_000, 1_000],
])('%i live instances, set to %s: %i messages may wait', (live, configured, expected) => {
  expect(dispatchWindow(live, configured)).toBe(expected);
});
