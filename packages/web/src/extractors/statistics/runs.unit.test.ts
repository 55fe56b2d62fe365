import { expect, test } from 'vitest';
import { aRun } from './builders.ts';
import { OTHER_TYPES, sizedRuns, typesOf } from './runs.ts';

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
