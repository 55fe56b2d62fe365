import { expect, test } from 'vitest';
import { findStaleSteps, readWays } from './ways.mjs';

const PAGE = `# Architecture
See [none](packages/none.ts).

## The way of a report
1. [consumer](packages/a/consumer.ts) hands over to
2. [record](packages/a/record.ts), by way of [port](packages/a/port.ts#L3)

Text with a [link](packages/a/other.ts).

## Packages
- [core](packages/core/src)
`;
const modulesOf = (uses: Record<string, string[]>) =>
  new Map(Object.entries(uses).map(([path, names]) => [path, { uses: new Set(names) }]));

test('a way is the links of the list below its heading', () => {
  expect(readWays(PAGE)).toEqual([
    {
      title: 'The way of a report',
      files: ['packages/a/consumer.ts', 'packages/a/record.ts', 'packages/a/port.ts'],
    },
    { title: 'The way of an upload', files: undefined },
  ]);
});

test('a list whose files use one another is not stale', () => {
  const modules = modulesOf({ caller: ['port'], port: [], implementation: ['port', 'store'], store: [] });
  expect(findStaleSteps(['caller', 'port', 'implementation', 'store'], modules)).toEqual([]);
});

test('a file that does not exist makes a list stale', () => {
  expect(findStaleSteps(['a', 'b'], modulesOf({ a: [] }))).toEqual(['b does not exist']);
});

test('a file that nothing connects to the earlier ones makes a list stale', () => {
  expect(findStaleSteps(['a', 'b', 'c'], modulesOf({ a: [], b: ['c'], c: ['a'] }))).toEqual([
    'b neither uses nor is used by a file listed before it',
  ]);
});

test('a file listed twice makes a list stale', () => {
  expect(findStaleSteps(['a', 'b', 'a'], modulesOf({ a: ['b'], b: [] }))).toEqual(['a is listed twice']);
});
