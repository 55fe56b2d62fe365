import { expect, test } from 'vitest';
import { aJob, at } from '../../jobs/builders.ts';
import { shownJobs, withJobs } from './latest-jobs.ts';

const job = (id: string, submittedMs: number) => aJob.queued({ id, submitted_at: at(submittedMs) });
const ids = (jobs: ReturnType<typeof withJobs>) => jobs.map((seen) => seen.job.id);

test('the latest submitted stands first, however jobs are told', () => {
  const known = withJobs([], [job('a', 10), job('c', 30)], 0);
  expect(ids(withJobs(known, [job('b', 20), job('d', 40)], 1))).toEqual(['d', 'c', 'b', 'a']);
});

test('of two submitted at once the later id stands first', () => {
  expect(ids(withJobs([], [job('a', 10), job('b', 10)], 0))).toEqual(['b', 'a']);
});

test('an answer that the stream overtook does not take a job back', () => {
  const known = withJobs([], [aJob.done({ id: 'a' })], 0);
  expect(withJobs(known, [aJob.running({ id: 'a' })], 1)[0]?.job.state).toBe('SUCCEEDED');
});

test('rows that somebody points at stay, and new ones wait', () => {
  const known = withJobs([], [job('a', 10), job('b', 20)], 0);
  const held = new Set(['a', 'b']);
  const more = withJobs(known, [job('c', 30)], 1);
  const { shown, waiting } = shownJobs(more, 2, held);
  expect([ids(shown), waiting]).toEqual([['b', 'a'], 1]);
  expect(ids(shownJobs(more, 2, null).shown)).toEqual(['c', 'b']);
});
