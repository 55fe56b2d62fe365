import { expect, test } from 'vitest';
import { aJob, at } from '../jobs/builders.ts';
import { aFailure } from './builders.ts';
import { keepOrder, mergeMine } from './home-queries.ts';

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
