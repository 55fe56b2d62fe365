import { ApiError, type ErrorCode } from '@pawprint/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pauseAfter } from './pause.ts';
import { isWorthRetrying } from './retry-policy.ts';

const answered = (status: number, code: ErrorCode = 'internal') => new ApiError(status, code, 'words');
const HOUR_MS = 3_600_000;

test('silence and what a busy or starting server says are worth another try, for as long as it takes', () => {
  for (const status of [0, 408, 429, 502, 503, 504])
    expect(isWorthRetrying(answered(status), HOUR_MS), String(status)).toBe(true);
});

test('a refusal is final', () => {
  for (const status of [400, 401, 403, 404, 409, 410, 413, 415])
    expect(isWorthRetrying(answered(status), 0), String(status)).toBe(false);
});

test('a fault in the server is given ten minutes to pass', () => {
  expect(isWorthRetrying(answered(500), 599_999)).toBe(true);
  expect(isWorthRetrying(answered(500), 600_000)).toBe(false);
});

test('a full disk is final, a broken answer is not, a bug of ours is', () => {
  expect(isWorthRetrying(answered(507, 'disk_full'), 0)).toBe(false);
  expect(isWorthRetrying(new TypeError('terminated'), HOUR_MS)).toBe(true);
  expect(isWorthRetrying(new RangeError('what'), 0)).toBe(false);
});

test('pauses grow, stay within their limits, and are never the same for all', () => {
  const limits = { firstPauseMs: 200, longestPauseMs: 10_000 };
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (n, random) => {
        const pause = pauseAfter(n, random, limits);
        expect(pause).toBeGreaterThanOrEqual(100);
        expect(pause).toBeLessThanOrEqual(10_000);
        expect(pauseAfter(n + 1, random, limits)).toBeGreaterThanOrEqual(pause);
      },
    ),
  );
  expect([1, 2, 3, 7].map((n) => pauseAfter(n, 0, limits))).toEqual([200, 400, 800, 10_000]);
  expect(pauseAfter(1, 1, limits)).toBe(100);
});
