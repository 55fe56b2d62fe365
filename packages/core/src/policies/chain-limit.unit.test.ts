import { expect, test } from 'vitest';
import { chainStopReason } from './chain-limit.ts';

const chainOf = (...extractors: readonly string[]) =>
  extractors.map((extractor, index) => ({ jobId: `j${index}`, extractor }));

test('a job that no other set off runs, whatever the limit', () => {
  expect(chainStopReason([], 'a', 0)).toBeUndefined();
});

test('an extractor runs three times in a chain', () => {
  expect(chainStopReason(chainOf('a', 'b', 'a', 'b'), 'a', 8)).toBeUndefined();
  expect(chainStopReason(chainOf('a', 'b', 'a', 'b', 'a', 'b'), 'a', 8)?.text).toMatch(/ran 3 times before/);
});

test('a chain of different extractors ends at the limit', () => {
  expect(chainStopReason(chainOf('a', 'b'), 'c', 2)).toBeUndefined();
  expect(chainStopReason(chainOf('a', 'b', 'c'), 'd', 2)?.text).toMatch(/3 jobs before it .* allows 2/);
});
