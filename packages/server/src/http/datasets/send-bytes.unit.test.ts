import { expect, test } from 'vitest';
import { isUnchanged } from './send-bytes.ts';

test.each([
  [undefined, false],
  ['"abc"', true],
  ['W/"abc"', true],
  ['"x", "abc"', true],
  ['*', true],
  ['"ab"', false],
  ['abc', false],
])('If-None-Match %j against the version "abc" is %j', (header, unchanged) => {
  expect(isUnchanged({ 'if-none-match': header }, '"abc"')).toBe(unchanged);
});
