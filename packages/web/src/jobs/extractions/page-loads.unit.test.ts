import type { Job } from '@pawprint/protocol';
import { expect, test } from 'vitest';
import { aJob } from '../builders.ts';
import { createPageLoads } from './page-loads.ts';

test('updates that come while a page is loaded are merged after it', async () => {
  const loads = createPageLoads();
  const merged: string[] = [];
  let answer: (jobs: readonly Job[]) => void = () => {};
  const loaded = loads.load(() => new Promise<readonly Job[]>((resolve) => (answer = resolve)), {
    page: (jobs) => merged.push(...jobs.map(({ state }) => state)),
    update: ({ state }) => merged.push(state),
  });
  loads.addUpdate(aJob.done());
  answer([aJob.running()]);
  await loaded;
  expect(merged).toEqual(['RUNNING', 'SUCCEEDED']);
});

test('a page is merged without the updates that came before it was requested, and after it had come', async () => {
  const loads = createPageLoads();
  const merged: string[] = [];
  const update = ({ state }: Job) => merged.push(state);
  loads.addUpdate(aJob.queued());
  await loads.load(() => Promise.resolve('page'), { page: (page) => merged.push(page), update });
  loads.addUpdate(aJob.failed());
  expect(merged).toEqual(['page']);
});

test('where a page does not come, its updates are not merged, and the error is passed on', async () => {
  const loads = createPageLoads();
  const merged: unknown[] = [];
  const add = (one: unknown) => merged.push(one);
  let fail: (error: Error) => void = () => {};
  const loaded = loads.load(() => new Promise((_, reject) => (fail = reject)), { page: add, update: add });
  loads.addUpdate(aJob.failed());
  fail(new Error('The server is away.'));
  await expect(loaded).rejects.toThrow('The server is away.');
  expect(merged).toEqual([]);
});
