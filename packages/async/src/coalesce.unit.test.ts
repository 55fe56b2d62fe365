import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { coalesce } from './coalesce.ts';

/** A run that lasts until the test finishes it. */
const manualRun = () => {
  const finishers: (() => void)[] = [];
  const run = (): Promise<void> => new Promise((resolve) => finishers.push(resolve));
  return { run, starts: () => finishers.length, finish: () => finishers.at(-1)?.() };
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('the first request starts a run at once, those in the pause share one run', async () => {
  let runs = 0;
  const joined = coalesce(() => (runs += 1), { pauseMs: 50 });
  joined.request();
  expect(runs).toBe(1);
  for (let n = 0; n < 10; n += 1) joined.request();
  await vi.advanceTimersByTimeAsync(49);
  expect(runs).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(runs).toBe(2);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(runs).toBe(2);
});

test('requests during a run share the next one', async () => {
  const { run, starts, finish } = manualRun();
  const joined = coalesce(run, { pauseMs: 50 });
  joined.request();
  joined.request();
  joined.request();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(starts()).toBe(1);
  finish();
  await vi.advanceTimersByTimeAsync(50);
  expect(starts()).toBe(2);
});

test('after a time without requests a run starts at once', async () => {
  let runs = 0;
  const joined = coalesce(() => (runs += 1), { pauseMs: 50 });
  joined.request();
  await vi.advanceTimersByTimeAsync(50);
  joined.request();
  expect(runs).toBe(2);
});

test('a pause that is a function is asked after each run', async () => {
  let runs = 0;
  const joined = coalesce(() => (runs += 1), { pauseMs: () => runs * 100 });
  for (let n = 0; n < 2; n += 1) joined.request();
  await vi.advanceTimersByTimeAsync(100);
  expect(runs).toBe(2);
  joined.request();
  await vi.advanceTimersByTimeAsync(199);
  expect(runs).toBe(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(runs).toBe(3);
});

test('a request made by the run itself leads to one more run', async () => {
  let runs = 0;
  const joined = coalesce(() => {
    runs += 1;
    if (runs === 1) joined.request();
  });
  joined.request();
  await joined.idle();
  expect(runs).toBe(2);
});

test('a run that fails is reported, and the next request is served', async () => {
  const errors: unknown[] = [];
  let runs = 0;
  const joined = coalesce(
    () => {
      runs += 1;
      if (runs === 1) throw new Error('thrown');
      return Promise.reject(new Error('rejected'));
    },
    { onError: (error) => errors.push(error) },
  );
  joined.request();
  await joined.idle();
  joined.request();
  await joined.idle();
  expect(errors).toEqual([new Error('thrown'), new Error('rejected')]);
});

test('idle is called after a run that succeeded with nothing requested meanwhile', async () => {
  const { run, finish } = manualRun();
  const onIdle = vi.fn<() => void>();
  const joined = coalesce(run, { onIdle });
  joined.request();
  joined.request();
  finish();
  await vi.advanceTimersByTimeAsync(0);
  expect(onIdle).not.toHaveBeenCalled();
  finish();
  await joined.idle();
  expect(onIdle).toHaveBeenCalledTimes(1);

  const failing = coalesce(() => Promise.reject(new Error('failed')), { onIdle });
  failing.request();
  await failing.idle();
  expect(onIdle).toHaveBeenCalledTimes(1);
});

test('a stop waits for the run under way, and nothing runs afterwards', async () => {
  const { run, starts, finish } = manualRun();
  const joined = coalesce(run, { pauseMs: 50 });
  joined.request();
  joined.request();
  let isStopped = false;
  const stopped = joined.stop().then(() => (isStopped = true));
  await vi.advanceTimersByTimeAsync(1_000);
  expect(isStopped).toBe(false);
  finish();
  await stopped;
  joined.request();
  await vi.advanceTimersByTimeAsync(1_000);
  expect([starts(), vi.getTimerCount()]).toEqual([1, 0]);
});

test('a stop in a pause resolves at once', async () => {
  const joined = coalesce(() => undefined, { pauseMs: 1_000 });
  joined.request();
  await vi.advanceTimersByTimeAsync(1);
  await joined.stop();
  expect(vi.getTimerCount()).toBe(0);
});

test('no run overlaps another and each request is followed by a whole run', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 30 }),
      fc.integer({ min: 0, max: 30 }),
      fc.integer({ min: 0, max: 30 }),
      async (gaps, takesMs, pauseMs) => {
        const runs: { readonly start: number; end: number }[] = [];
        let order = 0;
        let lastRequest = 0;
        const joined = coalesce(
          async () => {
            const run = { start: (order += 1), end: Number.POSITIVE_INFINITY };
            runs.push(run);
            await new Promise((resolve) => setTimeout(resolve, takesMs));
            run.end = order += 1;
          },
          { pauseMs },
        );
        for (const gap of gaps) {
          lastRequest = order += 1;
          joined.request();
          await vi.advanceTimersByTimeAsync(gap);
        }
        await vi.advanceTimersByTimeAsync(1_000);
        for (const [index, { start }] of runs.entries())
          expect(start).toBeGreaterThan(runs[index - 1]?.end ?? 0);
        expect(runs.at(-1)?.start ?? 1).toBeGreaterThan(lastRequest);
        expect(runs.length).toBeLessThanOrEqual(gaps.length);
      },
    ),
  );
});
