import { expect, test } from 'vitest';
import { aJob, at } from '../../jobs/builders.ts';
import { mergeJobs, shownJobs } from './latest-jobs.ts';

const job = (id: string, submittedMs: number) => aJob.queued({ id, submitted_at: at(submittedMs) });
const ids = (jobs: ReturnType<typeof mergeJobs>) => jobs.map((snapshot) => snapshot.job.id);

test('the latest submitted job is first in any order of arrival', () => {
  const known = mergeJobs([], [job('a', 10), job('c', 30)], 0);
  expect(ids(mergeJobs(known, [job('b', 20), job('d', 40)], 1))).toEqual(['d', 'c', 'b', 'a']);
});

test('of two jobs submitted at once the later id is first', () => {
  expect(ids(mergeJobs([], [job('a', 10), job('b', 10)], 0))).toEqual(['b', 'a']);
});

test('an answer older than a live update changes nothing', () => {
  const known = mergeJobs([], [aJob.done({ id: 'a' })], 0);
  expect(mergeJobs(known, [aJob.running({ id: 'a' })], 1)[0]?.job.state).toBe('SUCCEEDED');
});

test('held rows stay and new jobs are counted', () => {
  const known = mergeJobs([], [job('a', 10), job('b', 20)], 0);
  const held = new Set(['a', 'b']);
  const more = mergeJobs(known, [job('c', 30)], 1);
  const { shown, added } = shownJobs(more, 2, held);
  expect([ids(shown), added]).toEqual([['b', 'a'], 1]);
  expect(ids(shownJobs(more, 2, null).shown)).toEqual(['c', 'b']);
});
