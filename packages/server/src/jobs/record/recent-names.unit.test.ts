import { expect, test } from 'vitest';
import { recentNames } from './recent-names.ts';

test('what was added lately is remembered, and the rest forgotten', () => {
  const recent = recentNames(2);
  recent.add(['a', 'b']);
  expect(recent.has('a')).toBe(true);
  recent.add(['c']);
  expect(['a', 'b', 'c', 'd'].filter((name) => recent.has(name))).toEqual(['a', 'b', 'c']);
  recent.add(['d']);
  expect(['a', 'b', 'c', 'd'].filter((name) => recent.has(name))).toEqual(['c', 'd']);
});
