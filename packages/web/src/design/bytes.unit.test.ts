import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatBytes, formatBytesOf } from './bytes.ts';

describe('a size', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [48_213, '48.2 kB'],
    [99_949, '99.9 kB'],
    [99_950, '100 kB'],
    [999_499, '999 kB'],
    [999_500, '1.0 MB'],
    [212_000_000, '212 MB'],
    [3_100_000_000, '3.1 GB'],
    [2e18, '2000 PB'],
  ])('of %d bytes is written %j', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('is rounded by less than a twentieth', () => {
    const units: Record<string, number> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, PB: 1e15 };
    fc.assert(
      fc.property(fc.maxSafeNat(), (bytes) => {
        const [value, unit] = formatBytes(bytes).split(' ');
        expect(Math.abs(Number(value) * (units[unit ?? ''] ?? 0) - bytes)).toBeLessThanOrEqual(bytes * 0.05);
      }),
    );
  });

  it('as part of a whole has the unit of the whole', () => {
    expect(formatBytesOf(116_400_000, 214_000_000)).toBe('116 of 214 MB');
    expect(formatBytesOf(512, 4_800)).toBe('0.5 of 4.8 kB');
    expect(formatBytesOf(0, 0)).toBe('0 of 0 B');
  });
});
