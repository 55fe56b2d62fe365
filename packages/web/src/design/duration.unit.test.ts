import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDuration, formatRoughly } from './duration.ts';

const S = 1000;
const MIN = 60 * S;
const H = 60 * MIN;
const DAY = 24 * H;

describe('a duration', () => {
  it.each([
    [0, '0.0 s'],
    [412, '0.4 s'],
    [7_113, '7.1 s'],
    [44_000, '44.0 s'],
    [59_949, '59.9 s'],
    [59_950, '1 min 0 s'],
    [200 * S, '3 min 20 s'],
    [H - 501, '59 min 59 s'],
    [H - 500, '1 h'],
    [2 * H, '2 h'],
    [2 * H + 5 * MIN, '2 h 5 min'],
    [DAY - 1, '1 d'],
    [3 * DAY + 4 * H, '3 d 4 h'],
  ])('of %i ms is written %j', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('is never written with sixty of a smaller unit', () => {
    fc.assert(
      fc.property(fc.nat(40 * DAY), (ms) => {
        expect(formatDuration(ms)).not.toMatch(/\b60(\.0)? (s|min)|\b24 h/);
      }),
    );
  });

  it.each([
    [-5, '0 s'],
    [40_400, '40 s'],
    [59_600, '1 min'],
    [100 * MIN, '2 h'],
    [47 * H, '2 d'],
  ])('of %i ms is roughly %j', (ms, text) => {
    expect(formatRoughly(ms)).toBe(text);
  });
});
