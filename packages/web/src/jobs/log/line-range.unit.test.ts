import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extendRange, lineHash, readLineHash } from './line-range.ts';

describe('the lines an address points to', () => {
  test('are one line or a range, in either order', () => {
    expect(readLineHash('#L75')).toEqual({ from: 75, to: 75 });
    expect(readLineHash('L75-L70')).toEqual({ from: 70, to: 75 });
  });

  test('are none if the address has another hash', () => {
    for (const hash of ['', '#', '#L', '#Lx', '#L1-', '#L-5', '#extractions', `#L${'9'.repeat(16)}`])
      expect(readLineHash(hash)).toBeNull();
  });

  test('are extended with shift', () => {
    expect(lineHash(extendRange({ from: 70, to: 70 }, 75))).toBe('L70-L75');
    expect(lineHash(extendRange(null, 75))).toBe('L75');
  });

  test('are read from the hash they are written to', () => {
    const seq = fc.integer({ min: 1, max: 10 ** 15 - 1 });
    fc.assert(
      fc.property(seq, seq, (a, b) => {
        const range = { from: Math.min(a, b), to: Math.max(a, b) };
        expect(readLineHash(lineHash(range))).toEqual(range);
      }),
    );
  });
});
