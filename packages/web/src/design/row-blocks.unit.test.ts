import { describe, expect, it } from 'vitest';
import { wholeBlocks, withKept } from './row-blocks.ts';

const rows = (startIndex: number, endIndex: number, count = 100) =>
  wholeBlocks({ startIndex, endIndex, overscan: 2, count });

describe('rows in blocks', () => {
  it('have whole blocks around those in sight', () => {
    expect(rows(10, 12)).toEqual([8, 9, 10, 11, 12, 13, 14, 15]);
  });

  it('stay the same while the same blocks are in sight', () => {
    expect(rows(10, 12)).toEqual(rows(11, 13));
  });

  it('end with the list', () => {
    expect(rows(0, 1, 3)).toEqual([0, 1, 2]);
  });
});

describe('entries that are kept', () => {
  const entries = Array.from({ length: 100 }, (_, n) => `plot ${n}`);
  const indexes = (kept: readonly number[]) =>
    withKept(entries, { from: 8, to: 12 }, kept).map(({ index }) => index);

  it('stand once and in order, above and below those in sight', () => {
    expect(indexes([90, 9, 2])).toEqual([2, 8, 9, 10, 11, 90]);
    expect(withKept(entries, { from: 8, to: 9 }, [2])).toEqual([
      { index: 2, entry: 'plot 2' },
      { index: 8, entry: 'plot 8' },
    ]);
  });
});
