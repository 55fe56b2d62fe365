import fc from 'fast-check';
import { expect, test } from 'vitest';
import { observedIntervalMs, USUAL_INTERVAL_MS } from './instance.ts';

const seen = (intervalMs: number, firstSeenAt = 0) => ({ firstSeenAt, lastSeenAt: 1_000_000, intervalMs });
const firstSeen = (intervalMs: number) => seen(intervalMs, 1_000_000);

test('an instance heard for the first time is taken to beat as pyClowder does', () => {
  expect(observedIntervalMs(undefined, 5)).toBe(USUAL_INTERVAL_MS);
});

test.each([
  ['the first gap counts as it is', firstSeen(300_000), 10_000, 10_000],
  ['the first gap may be long', firstSeen(300_000), 3_000_000, 3_000_000],
  ['but not without end', firstSeen(300_000), 9_000_000, 3_600_000],
  ['a gap like the last one', seen(10_000), 10_400, 10_400],
  ['a missed beat', seen(10_000), 20_000, 20_000],
  ['a long absence', seen(10_000), 5_000_000, 20_000],
  ['a beat out of turn', seen(300_000), 2_000, 150_000],
  ['two beats at once', seen(300_000), 10, 300_000],
  ['a clock set back', seen(300_000), -5_000, 300_000],
])('%s', (_, before, gap, interval) => {
  expect(observedIntervalMs(before, 1_000_000 + gap)).toBe(interval);
});

test('a steady beat is known after few gaps, whatever was thought before', () => {
  const rates = fc.integer({ min: 1_000, max: 3_600_000 });
  fc.assert(
    fc.property(rates, rates, (thought, gap) => {
      let before = { firstSeenAt: -1, lastSeenAt: 0, intervalMs: thought };
      for (let n = 1; n <= 13; n += 1) {
        const intervalMs = observedIntervalMs(before, n * gap);
        before = { ...before, lastSeenAt: n * gap, intervalMs };
      }
      expect(Math.abs(before.intervalMs - gap)).toBeLessThanOrEqual(1);
    }),
  );
});
