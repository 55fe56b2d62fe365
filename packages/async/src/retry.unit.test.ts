import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { countingSignal } from './counting-signal.builder.ts';
import { backoffMs, type RetryOptions, retry } from './retry.ts';

const backoff = { firstMs: 200, longestMs: 15_000 };

test.each([
  [1, 200],
  [2, 400],
  [5, 3_200],
  [8, 15_000],
  [1_000, 15_000],
])('after %d failures in a row the pause is at most %d ms, and at least half of that', (failures, most) => {
  expect(backoffMs(failures, backoff, 0)).toBe(most);
  expect(backoffMs(failures, backoff, 1)).toBe(most / 2);
});

test('without jitter the pause doubles exactly', () => {
  const exact = { firstMs: 1_000, longestMs: 60_000, jitter: 0 };
  expect([1, 2, 3, 7].map((failures) => backoffMs(failures, exact))).toEqual([1_000, 2_000, 4_000, 60_000]);
});

test('pauses grow, stay within their limits and differ between clients', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 100_000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (failures, random, jitter) => {
        const pause = backoffMs(failures, { ...backoff, jitter }, random);
        expect(pause).toBeGreaterThanOrEqual(Math.floor(backoff.firstMs * (1 - jitter)));
        expect(pause).toBeLessThanOrEqual(backoff.longestMs);
        expect(backoffMs(failures + 1, { ...backoff, jitter }, random)).toBeGreaterThanOrEqual(pause);
      },
    ),
  );
});

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Fails so many times before it succeeds. */
const failing = (times: number) => {
  let tries = 0;
  const attempt = vi.fn<() => Promise<string>>(async () => {
    tries += 1;
    if (tries <= times) throw new Error(`failure ${tries}`);
    return 'value';
  });
  return attempt;
};

const options: RetryOptions = { firstMs: 100, longestMs: 1_000, jitter: 0 };

test('an attempt is repeated until it succeeds, with growing pauses', async () => {
  const attempt = failing(3);
  const retrying = retry(attempt, options);
  await vi.advanceTimersByTimeAsync(0);
  expect(attempt).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(100);
  expect(attempt).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(199);
  expect(attempt).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(1 + 400);
  await expect(retrying).resolves.toBe('value');
});

test('a failure that is not to be retried rejects', async () => {
  const shouldRetry = vi.fn<(error: unknown, failures: number) => boolean>((_, failures) => failures < 2);
  const retrying = retry(failing(5), { ...options, shouldRetry });
  const failure = retrying.catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await failure).toEqual(new Error('failure 2'));
  expect(shouldRetry).toHaveBeenCalledTimes(2);
});

test('each failure before a retry is reported', async () => {
  const failures: [string, number][] = [];
  const onRetry = (error: unknown, count: number): void =>
    void failures.push([(error as Error).message, count]);
  const retrying = retry(failing(2), { ...options, onRetry });
  await vi.advanceTimersByTimeAsync(10_000);
  await retrying;
  expect(failures).toEqual([
    ['failure 1', 1],
    ['failure 2', 2],
  ]);
});

test('an abort in a pause ends the retries with its reason', async () => {
  const { abort, signal, listeners } = countingSignal();
  const attempt = failing(Number.POSITIVE_INFINITY);
  const retrying = retry(attempt, { ...options, signal });
  await vi.advanceTimersByTimeAsync(0);
  abort(new Error('stopped'));
  await expect(retrying).rejects.toThrow('stopped');
  expect([attempt.mock.calls.length, listeners(), vi.getTimerCount()]).toEqual([1, 0, 0]);
});

test('under an aborted signal nothing is attempted', async () => {
  const attempt = failing(0);
  await expect(
    retry(attempt, { ...options, signal: AbortSignal.abort(new Error('stopped')) }),
  ).rejects.toThrow('stopped');
  expect(attempt).not.toHaveBeenCalled();
});
