import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anAttempt, at } from '../builders.ts';
import { attemptBars, elapsedParts } from './attempt-bars.ts';

const now = (ms: number) => Date.parse(at(ms));

describe('attempts as bars', () => {
  const LOST = anAttempt(1, { outcome: 'LOST' });

  test('reach from their start to their end, or to now', () => {
    const open = anAttempt(2, { outcome: 'RUNNING', ended_at: null });
    expect(attemptBars(at(0), [open, anAttempt(1)], now(5000))).toMatchObject([
      { from: 1000, to: 1800, open: false },
      { from: 2000, to: 5000, open: true },
    ]);
  });

  test('of a lost attempt are solid up to its last report', () => {
    const [bar] = attemptBars(at(0), [LOST], now(5000), new Map([[1, now(1200)]]));
    expect(bar).toMatchObject({ reportedTo: 1200, to: 1800 });
  });

  test('of a lost attempt are solid if its last report is unknown', () => {
    expect(attemptBars(at(0), [LOST], now(5000))[0]).toMatchObject({ reportedTo: 1800 });
  });

  test('stay on the axis and in order, whatever the clocks say', () => {
    const time = fc.integer({ min: -5000, max: 20_000 });
    fc.assert(
      fc.property(time, fc.option(time), time, time, (start, end, last, report) => {
        const attempt = anAttempt(1, {
          outcome: 'LOST',
          started_at: at(start),
          ended_at: end === null ? null : at(end),
        });
        const [bar] = attemptBars(at(0), [attempt], now(last), new Map([[1, now(report)]]));
        const { from = Number.NaN, reportedTo = Number.NaN, to = Number.NaN } = bar ?? {};
        expect([0, from, reportedTo, to, Math.max(0, last)]).toEqual(
          [0, from, reportedTo, to, Math.max(0, last)].toSorted((a, b) => a - b),
        );
      }),
    );
  });
});

describe('the parts of the elapsed time', () => {
  const parts = (attempts: Parameters<typeof attemptBars>[1], end: number) =>
    elapsedParts(attemptBars(at(0), attempts, now(end)), end).map(({ kind, ms }) => [kind, ms]);

  test('are the wait, earlier attempts with retries, and the run', () => {
    expect(parts([anAttempt(1), anAttempt(2), anAttempt(3)], 3800)).toEqual([
      ['wait', 1000],
      ['earlier', 800],
      ['retry', 200],
      ['earlier', 800],
      ['retry', 200],
      ['run', 800],
    ]);
  });

  test('are only the wait before the first start', () => {
    expect(parts([], 700)).toEqual([['wait', 700]]);
  });

  test('count the time after the last attempt as retry', () => {
    expect(parts([anAttempt(1)], 2800).at(-1)).toEqual(['retry', 1000]);
  });

  test('add up to the elapsed time', () => {
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
