import { expect, test } from 'vitest';
import { findCircles } from './circles.mjs';

const circlesOf = (imports: Record<string, string[]>) =>
  findCircles(new Map(Object.entries(imports).map(([path, names]) => [path, { imports: new Set(names) }])));

test('files that lead to one another by way of others are a circle', () => {
  expect(circlesOf({ a: ['b', 'x'], b: ['c'], c: ['a'], x: [] })).toEqual([['a', 'b', 'c']]);
});

test('separate circles are counted separately', () => {
  expect(circlesOf({ a: ['b'], b: ['a', 'c'], c: ['d'], d: ['c'] })).toEqual([
    ['c', 'd'],
    ['a', 'b'],
  ]);
});

test('a file that imports itself is a circle', () => {
  expect(circlesOf({ a: ['a'], b: ['a'] })).toEqual([['a']]);
});

test('two ways to the same file are no circle', () => {
  expect(circlesOf({ a: ['b', 'c'], b: ['d'], c: ['d'], d: [] })).toEqual([]);
});
