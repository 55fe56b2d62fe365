import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { countingSignal } from './counting-signal.builder.ts';
import { callWithTimeLimit, TimeLimitError, withTimeLimit } from './time-limit.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const never = new Promise<never>(() => undefined);

test('a promise within its limit is passed on, and the timer is cleared', async () => {
  await expect(withTimeLimit(Promise.resolve('value'), 100)).resolves.toBe('value');
  await expect(withTimeLimit(Promise.reject(new Error('failed')), 100)).rejects.toThrow('failed');
  expect(vi.getTimerCount()).toBe(0);
});

test('a promise beyond its limit is rejected with the limit', async () => {
  const failure = withTimeLimit(never, 100).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(100);
  expect(await failure).toEqual(new TimeLimitError(100));
});

test('beyond the limit the fallback takes the place of the error', async () => {
  const limited = withTimeLimit(never, 100, () => 'fallback');
  await vi.advanceTimersByTimeAsync(100);
  await expect(limited).resolves.toBe('fallback');
});

test('a rejection after the limit is ignored', async () => {
  let reject: (error: Error) => void = () => undefined;
  const late = new Promise<never>((_, rejectIt) => {
    reject = rejectIt;
  });
  const limited = withTimeLimit(late, 100, () => undefined);
  await vi.advanceTimersByTimeAsync(100);
  reject(new Error('too late'));
  await expect(limited).resolves.toBeUndefined();
});

/** A call that goes on until its signal aborts. */
const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error)));

test('a call beyond its limit is aborted, with the error it was given', async () => {
  const failureOf = (createError?: () => Error): Promise<unknown> =>
    callWithTimeLimit(untilAborted, { limitMs: 100, ...(createError && { createError }) }).catch(
      (error: unknown) => error,
    );
  const failures = Promise.all([failureOf(), failureOf(() => new Error('no answer'))]);
  await vi.advanceTimersByTimeAsync(100);
  expect(await failures).toEqual([new TimeLimitError(100), new Error('no answer')]);
});

test('a call is aborted with its outer signal, now or later', async () => {
  const { abort, signal } = countingSignal();
  const call = callWithTimeLimit(untilAborted, { limitMs: 100, signal });
  abort(new Error('stopped'));
  await expect(call).rejects.toThrow('stopped');
  const late = callWithTimeLimit(async (inner) => inner.throwIfAborted(), { limitMs: 100, signal });
  await expect(late).rejects.toThrow('stopped');
});

test('a call leaves neither timer nor listener behind', async () => {
  const { signal, listeners } = countingSignal();
  for (let n = 0; n < 100; n += 1) await callWithTimeLimit(async () => n, { limitMs: 100, signal });
  expect([listeners(), vi.getTimerCount()]).toEqual([0, 0]);
});
