import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { joinRuns } from './join-runs.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('the first who asks is served at once, those who ask in the pause share one run', async () => {
  const run = vi.fn<() => Promise<void>>(async () => undefined);
  const runs = joinRuns(run, 50);
  runs.ask();
  await vi.advanceTimersByTimeAsync(0);
  expect(run).toHaveBeenCalledTimes(1);

  for (let n = 0; n < 10; n += 1) runs.ask();
  await vi.advanceTimersByTimeAsync(49);
  expect(run).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(run).toHaveBeenCalledTimes(2);
});

test('who asks during a run is served by the next one', async () => {
  let finish = (): void => undefined;
  const run = vi.fn<() => Promise<void>>(
    () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      }),
  );
  const runs = joinRuns(run, 50);
  runs.ask();
  await vi.advanceTimersByTimeAsync(0);
  runs.ask();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(run).toHaveBeenCalledTimes(1);
  finish();
  await vi.advanceTimersByTimeAsync(50);
  expect(run).toHaveBeenCalledTimes(2);
});

test('after a stop nothing runs, and the stop waits for what does', async () => {
  let finish = (): void => undefined;
  const run = vi.fn<() => Promise<void>>(
    () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      }),
  );
  const runs = joinRuns(run, 50);
  runs.ask();
  await vi.advanceTimersByTimeAsync(0);
  runs.ask();
  const stopped = runs.stop();
  finish();
  await stopped;
  await vi.advanceTimersByTimeAsync(1_000);
  expect(run).toHaveBeenCalledTimes(1);
});
