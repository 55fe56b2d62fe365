import { describe, expect, it } from 'vitest';
import { wholeBlocks } from './row-blocks.ts';

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
