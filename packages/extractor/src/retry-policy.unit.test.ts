import { ApiError, type ErrorCode } from '@pawprint/protocol';
import { expect, test } from 'vitest';
import { isWorthRetrying } from './retrying-client.ts';

const answered = (status: number, code: ErrorCode = 'internal') => new ApiError(status, code, 'message');
const HOUR_MS = 3_600_000;

test('no answer and a busy or starting server are retried', () => {
  for (const status of [0, 408, 429, 502, 503, 504])
    expect(isWorthRetrying(answered(status), HOUR_MS), String(status)).toBe(true);
});

test('a refusal is not retried', () => {
  for (const status of [400, 401, 403, 404, 409, 410, 413, 415])
    expect(isWorthRetrying(answered(status), 0), String(status)).toBe(false);
});

test('an internal server error is retried for ten minutes', () => {
  expect(isWorthRetrying(answered(500), 599_999)).toBe(true);
  expect(isWorthRetrying(answered(500), 600_000)).toBe(false);
});

test('a broken answer is retried, a full disk and an exception are not', () => {
  expect(isWorthRetrying(answered(507, 'disk_full'), 0)).toBe(false);
  expect(isWorthRetrying(new TypeError('terminated'), HOUR_MS)).toBe(true);
  expect(isWorthRetrying(new RangeError('what'), 0)).toBe(false);
});
