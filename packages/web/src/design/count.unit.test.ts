import { expect, test } from 'vitest';
import { countOf, formatCount } from './count.ts';

test('a large number is grouped', () => {
  expect(formatCount(48)).toBe('48');
  expect(formatCount(1234567)).toBe('1,234,567');
});

test('only a count of one has the singular', () => {
  expect([0, 1, 2, 3000].map((count) => countOf(count, 'file'))).toEqual([
    '0 files',
    '1 file',
    '2 files',
    '3,000 files',
  ]);
});
