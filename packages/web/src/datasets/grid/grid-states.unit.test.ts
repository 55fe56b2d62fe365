import { expect, test } from 'vitest';
import { aGrid, aGridColumn, aGridJob } from '../builders.ts';
import { countStates, describeCounts, hasOpenJobs, headStates } from './grid-states.ts';

const describeColumns = (...columns: Parameters<typeof aGrid>[0]) =>
  describeCounts(countStates(aGrid(columns)));

test('one sentence says what is done, wrong, in progress and not run', () => {
  expect(
    describeColumns(
      aGridColumn('a', { states: { SUCCEEDED: 3_000, FAILED: 26, RUNNING: 2 }, not_run: 94 }),
      aGridColumn('b', { states: { SUCCEEDED: 211, LOST: 1 } }),
    ),
  ).toBe('3,211 of 3,334 done, 27 need attention, 2 in progress, 94 not run');
});

test('what is not there is left out', () => {
  expect(describeColumns(aGridColumn('a', { states: { SUCCEEDED: 3 } }))).toBe('All 3 jobs done');
  expect(describeColumns(aGridColumn('a', { states: { FAILED: 1 } }))).toBe('0 of 1 done, 1 needs attention');
  expect(describeColumns()).toBeNull();
});

test('a dataset has open jobs until those on its files and on itself are over', () => {
  const over = aGridColumn('a', { states: { SUCCEEDED: 3, FAILED: 1 } });
  expect(hasOpenJobs(aGrid([over]))).toBe(false);
  expect(hasOpenJobs(aGrid([over, aGridColumn('b', { states: { QUEUED: 1 } })]))).toBe(true);
  const running = { ...aGridJob({ state: 'RUNNING' }), extractor: 'c' };
  expect(hasOpenJobs(aGrid([over], { dataset_jobs: [running] }))).toBe(true);
});

test('the head of a column names first what is wrong', () => {
  const column = aGridColumn('a', { states: { SUCCEEDED: 3, RUNNING: 1, FAILED: 2 }, not_run: 1 });
  expect(headStates(column)).toEqual(['FAILED', 'RUNNING']);
});
