import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { mostTicks, placeLabel, tickLabel, timelineScale, timeTicks } from './timeline-layout.ts';

describe('the time axis', () => {
  test('has steps as on a clock', () => {
    expect(timeTicks(50_400, 6).map(tickLabel)).toEqual(['0', '10 s', '20 s', '30 s', '40 s', '50 s']);
    expect(timeTicks(100_000, 6).map(tickLabel)).toEqual(['0', '30 s', '1 min', '1 min 30 s']);
    expect(timeTicks(900, 6).map(tickLabel)).toEqual(['0', '200 ms', '400 ms', '600 ms', '800 ms']);
  });

  test('starts at 0 with equally spaced ticks, and not too many', () => {
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

describe('the chart', () => {
  const widths = fc.integer({ min: 280, max: 3000 });

  test('keeps the whole axis within its width', () => {
    fc.assert(
      fc.property(widths, fc.integer({ min: 0, max: 86_400_000 }), (width, total) => {
        const scale = timelineScale(width, total);
        expect(scale.x(0)).toBeGreaterThanOrEqual(0);
        expect(scale.x(total)).toBeLessThanOrEqual(width);
        expect(mostTicks(scale)).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  test('writes the label above the bar where there is no room beside it', () => {
    const bar = { from: 0, to: 900 };
    expect(placeLabel(bar, 'No report for 60 s', timelineScale(366, 1000))).toMatchObject({
      x: 204,
      anchor: 'start',
    });
    expect(placeLabel(bar, 'No report for 60 s', timelineScale(1200, 1000)).x).toBeGreaterThan(900);
  });
});
