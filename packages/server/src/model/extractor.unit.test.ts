import { expect, test } from 'vitest';
import { becomesCurrent } from './extractor.ts';

const counting = { version: '2', firstSeenAt: 200, isAlive: true };

test.each([
  ['the same', { version: '2', firstSeenAt: 200 }, counting, true],
  ['one never heard before', { version: '1', firstSeenAt: null }, counting, true],
  ['a newer one', { version: '3', firstSeenAt: 300 }, counting, true],
  ['an older one beside it', { version: '1', firstSeenAt: 100 }, counting, false],
  ['an older one after it', { version: '1', firstSeenAt: 100 }, { ...counting, isAlive: false }, true],
])('%s', (_, heard, before, counts) => {
  expect(becomesCurrent({ counting: before, heard })).toBe(counts);
});
