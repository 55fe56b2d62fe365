import fc from 'fast-check';
import { expect, test } from 'vitest';
import { aJob, at } from '../builders.ts';
import type { JobSnapshot } from '../job-snapshot.ts';
import { holdJobs, insertJob, type JobPages, jobsOfPages, updateHeldJobs, updateJob } from './job-list.ts';

const snapshot = (id: string, event = 0): JobSnapshot => ({
  job: aJob.running({ id, last_event_at: at(event) }),
  receivedAt: event,
});

const pagesOf = (pages: readonly (readonly string[])[], next: string | null): JobPages => ({
  pages: pages.map((ids, index) => ({
    jobs: ids.map((id) => snapshot(id)),
    next: index < pages.length - 1 ? 'cursor' : next,
  })),
  pageParams: pages.map(() => ''),
});

const idsOf = (data: JobPages): string[] => jobsOfPages(data).map(({ job }) => job.id);

test('a newer snapshot replaces the one before, an older one does not', () => {
  const list = updateJob(pagesOf([['j3', 'j2'], ['j1']], null), snapshot('j1', 5));
  expect(jobsOfPages(list).at(-1)?.receivedAt).toBe(5);
  expect(jobsOfPages(updateJob(list, snapshot('j1', 3))).at(-1)?.receivedAt).toBe(5);
  expect(idsOf(list)).toEqual(['j3', 'j2', 'j1']);
});

test('a new job stands among the newest first, once', () => {
  const list = pagesOf([['j5', 'j3'], ['j1']], 'cursor');
  expect(idsOf(insertJob(list, snapshot('j6')))).toEqual(['j6', 'j5', 'j3', 'j1']);
  expect(idsOf(insertJob(list, snapshot('j2')))).toEqual(['j5', 'j3', 'j2', 'j1']);
  expect(idsOf(insertJob(list, snapshot('j3')))).toEqual(['j5', 'j3', 'j1']);
});

test('a job that came into the list meanwhile is updated, not inserted again', () => {
  const list = insertJob(pagesOf([['j2', 'j1']], null), snapshot('j1', 5));
  expect(jobsOfPages(list).map(({ receivedAt }) => receivedAt)).toEqual([0, 5]);
});

test('an older answer does not replace a job that waits to be shown', () => {
  const held = holdJobs(new Map(), [snapshot('j1', 5)]);
  expect(holdJobs(held, [snapshot('j1', 3)]).get('j1')?.receivedAt).toBe(5);
  const updated = updateHeldJobs(held, [snapshot('j1', 9), snapshot('j2', 9)]);
  expect([...updated.values()].map(({ receivedAt }) => receivedAt)).toEqual([9]);
});

test('a job behind the last loaded page is left out unless the list has ended', () => {
  expect(idsOf(insertJob(pagesOf([['j3']], 'cursor'), snapshot('j1')))).toEqual(['j3']);
  expect(idsOf(insertJob(pagesOf([['j3']], null), snapshot('j1')))).toEqual(['j3', 'j1']);
  expect(idsOf(insertJob(pagesOf([[]], null), snapshot('j1')))).toEqual(['j1']);
});

test('inserting in any order keeps the newest first', () => {
  const ids = fc.uniqueArray(fc.integer({ min: 100, max: 999 }).map((number) => `j${number}`));
  fc.assert(
    fc.property(ids, (inserted) => {
      const list = inserted.reduce((data, id) => insertJob(data, snapshot(id)), pagesOf([[]], null));
      expect(idsOf(list)).toEqual(inserted.toSorted((one, other) => (one < other ? 1 : -1)));
    }),
  );
});
