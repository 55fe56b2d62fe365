import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { countingSignal } from './counting-signal.builder.ts';
import { createWakeup, type WaitOptions } from './wakeup.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const waiting = (wakeup = createWakeup(), options?: WaitOptions) => {
  let isOver = false;
  void wakeup.wait(options).then(() => {
    isOver = true;
  });
  return { isOver: () => vi.advanceTimersByTimeAsync(0).then(() => isOver), wakeup };
};

test('a wait ends at the next wake', async () => {
  const { isOver, wakeup } = waiting();
  expect(await isOver()).toBe(false);
  wakeup.wake();
  expect(await isOver()).toBe(true);
});

test('a wake without a wait under way ends only the next wait', async () => {
  const wakeup = createWakeup();
  wakeup.wake();
  wakeup.wake();
  expect(await waiting(wakeup).isOver()).toBe(true);
  expect(await waiting(wakeup).isOver()).toBe(false);
});

test('one wake ends all waits under way', async () => {
  const first = waiting();
  const second = waiting(first.wakeup);
  first.wakeup.wake();
  expect([await first.isOver(), await second.isOver()]).toEqual([true, true]);
  expect(await waiting(first.wakeup).isOver()).toBe(false);
});

test('a wait ends at its limit', async () => {
  const { isOver } = waiting(createWakeup(), { limitMs: 100 });
  await vi.advanceTimersByTimeAsync(99);
  expect(await isOver()).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await isOver()).toBe(true);
});

test('a wait ends when its signal aborts, and leaves neither timer nor listener', async () => {
  const { abort, signal, listeners } = countingSignal();
  const wakeup = createWakeup();
  const woken = waiting(wakeup, { limitMs: 100, signal });
  wakeup.wake();
  expect(await woken.isOver()).toBe(true);
  expect([listeners(), vi.getTimerCount()]).toEqual([0, 0]);
  const aborted = waiting(wakeup, { limitMs: 100, signal });
  abort();
  expect(await aborted.isOver()).toBe(true);
  expect(await waiting(wakeup, { signal }).isOver()).toBe(true);
});

test('a loop that checks and then waits misses no work', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 30 }), async (gaps) => {
      const { abort, signal } = countingSignal();
      const wakeup = createWakeup();
      let work = 0;
      let done = 0;
      const loop = (async () => {
        while (!signal.aborted) {
          const found = work;
          // Work that comes while the loop is busy must wake it again.
          await new Promise((resolve) => setTimeout(resolve, 2));
          done = found;
          await wakeup.wait({ signal });
        }
      })();
      for (const gap of gaps) {
        work += 1;
        wakeup.wake();
        await vi.advanceTimersByTimeAsync(gap);
      }
      await vi.advanceTimersByTimeAsync(10);
      expect(done).toBe(work);
      abort();
      await vi.advanceTimersByTimeAsync(10);
      await loop;
    }),
  );
});
