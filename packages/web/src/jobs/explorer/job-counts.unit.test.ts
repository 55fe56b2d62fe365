import { expect, test } from 'vitest';
import { describeCounts, type JobCounts } from './job-counts.ts';

const counts = (over: Partial<JobCounts> = {}): JobCounts => ({
  is_complete: true,
  states: [
    { state: 'FAILED', count: 226 },
    { state: 'SUCCEEDED', count: 12_254 },
  ],
  step_ms: 60_000,
  buckets: [],
  ...over,
});

test('the jobs of the chosen states are counted among all', () => {
  expect(describeCounts(counts(), 'state:failed')).toBe('226 of 12,480');
  expect(describeCounts(counts(), 'since:7d')).toBe('12,480');
});

test('a count that is not complete says so', () => {
  expect(describeCounts(counts({ is_complete: false }), '')).toBe('more than 12,480');
  expect(describeCounts(counts({ is_complete: false }), 'state:lost')).toBe('0 of the newest 12,480');
  expect(describeCounts(counts({ is_complete: false, states: [] }), 'disk')).toBe('none of the newest');
});
