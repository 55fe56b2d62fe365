import { expect, test } from 'vitest';
import { barsOf, rangeOfBars } from './histogram-bars.ts';
import type { JobCounts } from './job-counts.ts';

const STEP = 3_600_000;
const START = Date.parse('2026-11-24T12:00:00Z');
const at = (hours: number): string => new Date(START + hours * STEP).toISOString();

const counted: JobCounts = {
  is_complete: true,
  states: [],
  step_ms: STEP,
  buckets: [
    { at: at(0), state: 'SUCCEEDED', count: 5 },
    { at: at(0), state: 'LOST', count: 1 },
    { at: at(0), state: 'FAILED', count: 2 },
    { at: at(2), state: 'QUEUED', count: 4 },
  ],
};

test('each time has a bar with its jobs, also a time without any', () => {
  const bars = barsOf(counted, 'all');
  expect(bars.map(({ total }) => total)).toEqual([8, 0, 4]);
  expect(bars[0]?.counts).toMatchObject({ failed: 3, done: 5, waiting: 0 });
});

test('only the chosen states are drawn', () => {
  expect(barsOf(counted, new Set(['FAILED'])).map(({ total }) => total)).toEqual([2]);
  expect(barsOf(counted, new Set(['RUNNING']))).toEqual([]);
});

test('bars from one to another are a range of time in either direction', () => {
  const bars = barsOf(counted, 'all');
  const range = { since: START + STEP, until: START + 3 * STEP };
  expect(rangeOfBars(bars, STEP, 1, 2)).toEqual(range);
  expect(rangeOfBars(bars, STEP, 2, 1)).toEqual(range);
  expect(rangeOfBars(bars, STEP, 2, 9)).toBeNull();
});
