import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { schedule } from './schedule.ts';

const rethrow = (error: unknown): never => {
  throw error;
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a chore runs at once, and again after each pause', async () => {
  let runs = 0;
  const chore = schedule(() => (runs += 1), { pauseMs: 100, onError: rethrow });
  expect(runs).toBe(1);
  await vi.advanceTimersByTimeAsync(99);
  expect(runs).toBe(1);
  await vi.advanceTimersByTimeAsync(1 + 200);
  expect(runs).toBe(4);
  await chore.stop();
});

test('the first run waits for the given time', async () => {
  let runs = 0;
  const chore = schedule(() => (runs += 1), { firstAfterMs: 50, pauseMs: 100, onError: rethrow });
  await vi.advanceTimersByTimeAsync(49);
  expect(runs).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(runs).toBe(1);
  await chore.stop();
});

test('a run that takes long is never overlapped, and its pause begins at its end', async () => {
  let running = 0;
  let most = 0;
  const starts: number[] = [];
  const chore = schedule(
    async () => {
      starts.push(Date.now());
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setTimeout(resolve, 250));
      running -= 1;
    },
    { pauseMs: 100, onError: rethrow },
  );
  await vi.advanceTimersByTimeAsync(3 * 350);
  expect(most).toBe(1);
  expect(starts.slice(1).map((start, index) => start - (starts[index] ?? 0))).toEqual([350, 350, 350]);
  const stopped = chore.stop();
  await vi.advanceTimersByTimeAsync(250);
  await stopped;
});

test('a run that throws or rejects is reported, and the chore goes on', async () => {
  const errors: unknown[] = [];
  let runs = 0;
  const chore = schedule(
    () => {
      runs += 1;
      if (runs === 1) throw new Error('thrown');
      return Promise.reject(new Error('rejected'));
    },
    { pauseMs: 10, onError: (error) => errors.push(error) },
  );
  await vi.advanceTimersByTimeAsync(10);
  await chore.stop();
  expect(errors).toEqual([new Error('thrown'), new Error('rejected')]);
});

test('a stop waits for the run under way and aborts its signal; nothing runs afterwards', async () => {
  let runs = 0;
  let ended = false;
  const chore = schedule(
    async (stopped) => {
      runs += 1;
      await new Promise((resolve) => stopped.addEventListener('abort', resolve));
      await new Promise((resolve) => setTimeout(resolve, 30));
      ended = true;
    },
    { pauseMs: 10, onError: rethrow },
  );
  const stopped = chore.stop().then(() => ended);
  await vi.advanceTimersByTimeAsync(1_000);
  expect([await stopped, runs, vi.getTimerCount()]).toEqual([true, 1, 0]);
});

test('a stop in a pause resolves at once', async () => {
  const chore = schedule(() => undefined, { pauseMs: 1_000, onError: rethrow });
  await vi.advanceTimersByTimeAsync(1);
  await chore.stop();
  expect(vi.getTimerCount()).toBe(0);
});
