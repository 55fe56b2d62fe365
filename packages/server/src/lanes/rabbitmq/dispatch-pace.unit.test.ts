import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type DispatchPace, startPace } from './dispatcher.ts';

let passes: number;
let handsOver: number;
let takesMs: number;
let pace: DispatchPace;
beforeEach(async () => {
  vi.useFakeTimers();
  passes = 0;
  handsOver = 0;
  takesMs = 0;
  pace = startPace(async () => {
    passes += 1;
    if (takesMs > 0) await new Promise((resolve) => setTimeout(resolve, takesMs));
    return handsOver;
  });
  await vi.advanceTimersByTimeAsync(0);
});
afterEach(async () => {
  await pace.stop();
  vi.useRealTimers();
});

/** As batches of reports are stored, one every `everyMs`. */
const commits = async (count: number, everyMs: number): Promise<void> => {
  for (let n = 0; n < count; n += 1) {
    pace.request();
    await vi.advanceTimersByTimeAsync(everyMs);
  }
};

test('a job that is submitted in a time of quiet is looked for at once', async () => {
  await vi.advanceTimersByTimeAsync(1_000);
  const before = passes;
  pace.request();
  await vi.advanceTimersByTimeAsync(1);
  expect(passes - before).toBe(1);
});

test('while commits come one after the other and leave nothing to hand over, there is a look every 100 ms', async () => {
  await vi.advanceTimersByTimeAsync(1_000);
  const before = passes;
  await commits(100, 10);
  expect(passes - before).toBe(1 + 10);
});

test('the last commit of many is looked after too', async () => {
  await vi.advanceTimersByTimeAsync(1_000);
  await commits(3, 10);
  const before = passes;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(passes - before).toBe(1);
});

test('while jobs go out there is a look every 20 ms', async () => {
  await vi.advanceTimersByTimeAsync(1_000);
  handsOver = 1;
  const before = passes;
  await commits(100, 10);
  expect(passes - before).toBe(1 + 50);
});

test('passes for nothing that take long are made so seldom that they take a tenth of the time, and one a second at least', async () => {
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

test('without being asked it looks every 5 s, and after a stop no more', async () => {
  await vi.advanceTimersByTimeAsync(10_010);
  expect(passes).toBe(3);
  await pace.stop();
  await commits(3, 1_000);
  expect(passes).toBe(3);
});
