import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_INTERVAL_MS, instanceStatus, observedIntervalMs } from './instance.ts';

describe('instanceStatus', () => {
  const instance = { intervalMs: 10_000, lastSeenAt: 100_000, stoppedAt: null };

  test.each([
    ['live', 100_000],
    ['live', 125_000],
    ['late', 125_001],
    ['late', 150_000],
    ['gone', 150_001],
  ] as const)('an instance is %s at %d', (status, now) => {
    expect(instanceStatus(instance, now)).toBe(status);
  });

  test('an instance that announced its end is `stopped` at once, and remains so', () => {
    const stopped = { ...instance, stoppedAt: 100_000 };
    expect([100_000, 900_000].map((now) => instanceStatus(stopped, now))).toEqual(['stopped', 'stopped']);
  });

  test('an instance is live on a server whose clock lags', () => {
    expect(instanceStatus(instance, 99_000)).toBe('live');
  });
});

describe('observedIntervalMs', () => {
  const seen = (intervalMs: number, firstSeenAt = 0) => ({ firstSeenAt, lastSeenAt: 1_000_000, intervalMs });
  const firstSeen = (intervalMs: number) => seen(intervalMs, 1_000_000);

  test('the first heartbeat is given the interval of pyClowder', () => {
    expect(observedIntervalMs(undefined, 5)).toBe(DEFAULT_INTERVAL_MS);
  });

  test.each([
    ['the first gap counts as it is', firstSeen(300_000), 10_000, 10_000],
    ['the first gap can be long', firstSeen(300_000), 3_000_000, 3_000_000],
    ['the first gap is an hour at most', firstSeen(300_000), 9_000_000, 3_600_000],
    ['a similar gap counts as it is', seen(10_000), 10_400, 10_400],
    ['one missed heartbeat doubles the interval', seen(10_000), 20_000, 20_000],
    ['a long absence doubles the interval at most', seen(10_000), 5_000_000, 20_000],
    ['an early heartbeat halves the interval at most', seen(300_000), 2_000, 150_000],
    ['two heartbeats at once change nothing', seen(300_000), 10, 300_000],
    ['a clock set back changes nothing', seen(300_000), -5_000, 300_000],
  ])('%s', (_, before, gap, interval) => {
    expect(observedIntervalMs(before, 1_000_000 + gap)).toBe(interval);
  });

  test('a steady interval is known after few gaps', () => {
    const rates = fc.integer({ min: 1_000, max: 3_600_000 });
    fc.assert(
      fc.property(rates, rates, (estimate, gap) => {
        let before = { firstSeenAt: -1, lastSeenAt: 0, intervalMs: estimate };
        for (let n = 1; n <= 13; n += 1) {
          const intervalMs = observedIntervalMs(before, n * gap);
          before = { ...before, lastSeenAt: n * gap, intervalMs };
        }
        expect(Math.abs(before.intervalMs - gap)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
