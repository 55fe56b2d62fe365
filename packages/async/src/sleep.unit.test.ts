import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { countingSignal } from './counting-signal.builder.ts';
import { sleep } from './sleep.ts';

let woken: number;
const note = (): number => (woken += 1);
beforeEach(() => {
  vi.useFakeTimers();
  woken = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

test('a sleep ends after its time, and not before', async () => {
  void sleep(1_000).then(note);
  await vi.advanceTimersByTimeAsync(999);
  expect(woken).toBe(0);
  await vi.advanceTimersByTimeAsync(1);
  expect(woken).toBe(1);
});

test('an abort ends the sleep and clears its timer', async () => {
  const { abort, signal } = countingSignal();
  const sleeping = sleep(1_000, signal);
  abort();
  await sleeping;
  expect(vi.getTimerCount()).toBe(0);
});

test('a sleep under an aborted signal ends at once', async () => {
  await sleep(1_000, AbortSignal.abort());
  expect(vi.getTimerCount()).toBe(0);
});

test('a thousand sleeps leave no listener on their signal', async () => {
  const { signal, listeners } = countingSignal();
  for (let n = 0; n < 1_000; n += 1) {
    const sleeping = sleep(10, signal);
    await vi.advanceTimersByTimeAsync(10);
    await sleeping;
  }
  expect(listeners()).toBe(0);
});

test('a sleep beyond what timers count does not end at once', async () => {
  void sleep(Number.POSITIVE_INFINITY).then(note);
  await vi.advanceTimersByTimeAsync(86_400_000);
  expect(woken).toBe(0);
});
