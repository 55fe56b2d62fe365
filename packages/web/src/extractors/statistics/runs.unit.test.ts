import { expect, test } from 'vitest';
import { aRun } from './builders.ts';
import { OTHER_TYPES, pointAfterKey, sizedRuns, typesOf } from './runs.ts';

test('only done runs on resources of known size have a place among sizes', () => {
  const runs = [aRun(), aRun({ state: 'FAILED' }), aRun({ size_bytes: null }), aRun({ run_ms: null })];
  expect(sizedRuns(runs)).toHaveLength(1);
});

test('rare types are one', () => {
  const types = ['a/a', 'a/a', 'b/b', 'c/c', 'd/d', 'e/e', 'f/f'];
  expect(typesOf(sizedRuns(types.map((mime) => aRun({ mime }))))).toEqual([
    'a/a',
    'b/b',
    'c/c',
    'd/d',
    OTHER_TYPES,
  ]);
  expect(typesOf(sizedRuns([aRun({ mime: null })]))).toEqual(['file']);
});

test('arrow keys lead from mark to mark', () => {
  const [run] = sizedRuns([aRun()]);
  if (!run) throw new Error('a done run has a size');
  const point = (id: string, x: number, y: number) => ({ x, y, run: { ...run, id } });
  // The y of a picture grows downwards.
  const points = [point('middle', 20, 50), point('left', 10, 90), point('right', 30, 10)];
  const after = (id: string | null, key: string) =>
    pointAfterKey(
      points,
      points.find((each) => each.run.id === id),
      key,
    )?.run.id;
  expect(after(null, 'ArrowUp')).toBe('left');
  expect(after('left', 'ArrowRight')).toBe('middle');
  expect(after('middle', 'ArrowUp')).toBe('right');
  expect(after('middle', 'ArrowDown')).toBe('left');
  expect(after('right', 'ArrowRight')).toBe('right');
});
