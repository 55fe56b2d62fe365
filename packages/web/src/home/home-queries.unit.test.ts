import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import { client } from '../api/client.ts';
import { aJob, at } from '../jobs/builders.ts';
import { aFailure } from './builders.ts';
import { catchUpMine, createJobBuffer, keepOrder, mergeMine, myDatasetsQuery } from './home-queries.ts';

afterEach(() => vi.restoreAllMocks());

const idsOf = (groups: readonly { readonly id: string }[]): string[] => groups.map(({ id }) => id);
const groups = (...ids: string[]) => ids.map((id) => aFailure({ id }));

test('groups stay where they were shown, and new ones come last', () => {
  expect(idsOf(keepOrder(groups('a', 'b', 'c'), groups('new', 'c', 'a', 'newer')))).toEqual([
    'a',
    'c',
    'new',
    'newer',
  ]);
});

test('groups that are shown first have the order of the answer', () => {
  expect(idsOf(keepOrder([], groups('b', 'a')))).toEqual(['b', 'a']);
});

test('jobs that run come first, then the latest submitted, ten at most', () => {
  const done = Array.from({ length: 12 }, (_, n) =>
    aJob.done({ id: `done-${n}`, submitted_at: at(n * 1_000) }),
  );
  const running = aJob.running({ id: 'running', submitted_at: at(-1_000) });
  const merged = mergeMine([], [...done, running], 0).map(({ job }) => job.id);
  expect(merged).toHaveLength(10);
  expect(merged.slice(0, 3)).toEqual(['running', 'done-11', 'done-10']);
});

test('a job that a live update has overtaken keeps its newer state', () => {
  const known = mergeMine([], [aJob.done()], 0);
  expect(mergeMine(known, [aJob.running()], 1).map(({ job }) => job.state)).toEqual(['SUCCEEDED']);
});

/** My datasets, as they are loaded for the first time; the test answers. */
const loadDatasets = () => {
  const asked: ((answer: { readonly items: readonly string[] }) => void)[] = [];
  vi.spyOn(client, 'call').mockImplementation(() => new Promise((resolve) => asked.push(resolve)));
  const queries = new QueryClient();
  const leave = new QueryObserver(queries, myDatasetsQuery).subscribe(() => undefined);
  return { queries, asked, leave, shown: () => queries.getQueryData(myDatasetsQuery.queryKey) };
};

test('a job that changes while my datasets are loaded for the first time has them loaded again', async () => {
  const { queries, asked, leave, shown } = loadDatasets();
  createJobBuffer(queries)(aJob.done());
  asked[0]?.({ items: ['with a job that runs'] });
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.({ items: ['without'] });
  await expect.poll(shown).toEqual(['without']);
  leave();
});

test('when the stream has connected my datasets are loaded again, since they may be older', async () => {
  const { queries, asked, leave, shown } = loadDatasets();
  asked[0]?.({ items: ['with a job that runs'] });
  await expect.poll(shown).toEqual(['with a job that runs']);
  catchUpMine(queries);
  await expect.poll(() => asked.length).toBe(2);
  asked[1]?.({ items: ['without'] });
  await expect.poll(shown).toEqual(['without']);
  leave();
});
