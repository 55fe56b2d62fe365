import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Dispatcher, repeatPasses } from './dispatcher.ts';

let passes: number;
let dispatched: number;
let takesMs: number;
let dispatcher: Dispatcher;
beforeEach(async () => {
  vi.useFakeTimers();
  passes = 0;
  dispatched = 0;
  takesMs = 0;
  dispatcher = repeatPasses(async () => {
    passes += 1;
    if (takesMs > 0) await new Promise((resolve) => setTimeout(resolve, takesMs));
    return dispatched;
  });
  await vi.advanceTimersByTimeAsync(0);
});
afterEach(async () => {
  await dispatcher.stop();
  vi.useRealTimers();
});

/** Requests passes as batches of reports do that are stored, one every `everyMs`. */
const commits = async (count: number, everyMs: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) {
    dispatcher.request();
    await vi.advanceTimersByTimeAsync(everyMs);
  }
};

test('after a quiet time a pass follows a request at once', async () => {
  await vi.advanceTimersByTimeAsync(1_000);
  const before = passes;
  dispatcher.request();
  await vi.advanceTimersByTimeAsync(1);
  expect(passes - before).toBe(1);
});

test('many commits without a job to dispatch lead to a pass every 100 ms', async () => {
  await vi.advanceTimersByTimeAsync(1_000);
  const before = passes;
  await commits(100, 10);
  expect(passes - before).toBe(1 + 10);
});

test('a pass follows the last commit of many', async () => {
  await vi.advanceTimersByTimeAsync(1_000);
  await commits(3, 10);
  const before = passes;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(passes - before).toBe(1);
});

test('while jobs are dispatched there is a pass every 20 ms', async () => {
  await vi.advanceTimersByTimeAsync(1_000);
  dispatched = 1;
  const before = passes;
  await commits(100, 10);
  expect(passes - before).toBe(1 + 50);
});

test('slow passes that find no job take a tenth of the time, with pauses of a second at most', async () => {
  await vi.advanceTimersByTimeAsync(1_000);
  takesMs = 30;
  await commits(33, 10);
  const before = passes;
  await commits(99, 10);
  expect(passes - before).toBe(3);

  takesMs = 500;
  await commits(150, 10);
  const slow = passes;
  await commits(300, 10);
  expect(passes - slow).toBe(2);
});

test('without requests there is a pass every 5 s, and after a stop none', async () => {
  await vi.advanceTimersByTimeAsync(10_010);
  expect(passes).toBe(3);
  await dispatcher.stop();
  await commits(3, 1_000);
  expect(passes).toBe(3);
});
