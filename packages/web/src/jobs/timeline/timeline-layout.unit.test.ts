import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anAttempt, at } from '../builders.ts';
import { attemptBars, partsInOrder } from './attempt-bars.ts';
import { tickLabel, timeTicks } from './timeline-layout.ts';

const now = (ms: number) => Date.parse(at(ms));

describe('the time axis', () => {
  test('counts in steps people count in', () => {
    expect(timeTicks(50_400, 6).map(tickLabel)).toEqual(['0', '10 s', '20 s', '30 s', '40 s', '50 s']);
    expect(timeTicks(100_000, 6).map(tickLabel)).toEqual(['0', '30 s', '1 min', '1 min 30 s']);
    expect(timeTicks(900, 6).map(tickLabel)).toEqual(['0', '200 ms', '400 ms', '600 ms', '800 ms']);
  });

  test('has a mark at 0, evenly spaced ones, and never too many, from a millisecond to years', () => {
    const span = fc.integer({ min: 0, max: 10 * 365 * 86_400_000 });
    fc.assert(
      fc.property(span, fc.integer({ min: 1, max: 12 }), (length, most) => {
        const ticks = timeTicks(length, most);
        expect(ticks[0]).toBe(0);
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
        const gaps = new Set(ticks.slice(1).map((tick, index) => tick - (ticks[index] ?? 0)));
        expect(gaps.size).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('attempts as bars', () => {
  const LOST = anAttempt(1, { outcome: 'LOST' });

  test('reach from their start to their end, or to now', () => {
    const open = anAttempt(2, { outcome: 'RUNNING', ended_at: null });
    expect(attemptBars(at(0), [open, anAttempt(1)], now(5000))).toMatchObject([
      { from: 1000, to: 1800, open: false },
      { from: 2000, to: 5000, open: true },
    ]);
  });

  test('of a lost attempt are solid only to where it was last heard', () => {
    const [bar] = attemptBars(at(0), [LOST], now(5000), new Map([[1, now(1200)]]));
    expect(bar).toMatchObject({ heardTo: 1200, to: 1800 });
  });

  test('of a lost attempt are solid whole where nobody knows', () => {
    expect(attemptBars(at(0), [LOST], now(5000))[0]).toMatchObject({ heardTo: 1800 });
  });

  test('never leave the axis and never run backwards, whatever the clocks say', () => {
    const time = fc.integer({ min: -5000, max: 20_000 });
    fc.assert(
      fc.property(time, fc.option(time), time, time, (start, end, last, heard) => {
        const attempt = anAttempt(1, {
          outcome: 'LOST',
          started_at: at(start),
          ended_at: end === null ? null : at(end),
        });
        const [bar] = attemptBars(at(0), [attempt], now(last), new Map([[1, now(heard)]]));
        const { from = Number.NaN, heardTo = Number.NaN, to = Number.NaN } = bar ?? {};
        expect([0, from, heardTo, to, Math.max(0, last)]).toEqual(
          [0, from, heardTo, to, Math.max(0, last)].toSorted((a, b) => a - b),
        );
      }),
    );
  });
});

describe('elapsed time in its order', () => {
  const parts = (attempts: Parameters<typeof attemptBars>[1], end: number) =>
    partsInOrder(attemptBars(at(0), attempts, now(end)), end).map(({ kind, ms }) => [kind, ms]);

  test('is wait, earlier attempts with retries between, and the run', () => {
    expect(parts([anAttempt(1), anAttempt(2), anAttempt(3)], 3800)).toEqual([
      ['wait', 1000],
      ['earlier', 800],
      ['retry', 200],
      ['earlier', 800],
      ['retry', 200],
      ['run', 800],
    ]);
  });

  test('is all wait before the first start', () => {
    expect(parts([], 700)).toEqual([['wait', 700]]);
  });

  test('counts the time since the last attempt as retry', () => {
    expect(parts([anAttempt(1)], 2800).at(-1)).toEqual(['retry', 1000]);
  });

  test('adds up to the whole', () => {
    const moment = fc.integer({ min: 0, max: 5000 });
    fc.assert(
      fc.property(fc.array(moment, { maxLength: 8 }), moment, (moments, end) => {
        const sorted = moments.toSorted((a, b) => a - b);
        const attempts = sorted
          .slice(0, -1)
          .map((start, index) =>
            anAttempt(index + 1, { started_at: at(start), ended_at: at(sorted[index + 1] ?? start) }),
          );
        const sum = parts(attempts, end).reduce((all, [, ms]) => all + Number(ms), 0);
        expect(sum).toBe(end);
      }),
    );
  });
});
