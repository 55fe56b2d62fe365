import { describe, expect, it } from 'vitest';
import { extendSelection, isSelected, placeAfterKey, rectangleOf } from './cell-selection.ts';

const SIZE = { rows: 100, columns: 10, pageRows: 20 };
const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false });
const place = (row: number, column: number) => ({ row, column });

describe('keys of the grid', () => {
  it('move by one cell, to the head and to the names of files', () => {
    expect(placeAfterKey(place(0, 0), press('ArrowUp'), SIZE)).toEqual(place(-1, 0));
    expect(placeAfterKey(place(0, 0), press('ArrowLeft'), SIZE)).toEqual(place(0, -1));
    expect(placeAfterKey(place(99, 9), press('ArrowDown'), SIZE)).toEqual(place(99, 9));
    expect(placeAfterKey(place(5, 9), press('ArrowRight'), SIZE)).toEqual(place(5, 9));
  });

  it('move to the ends and by pages', () => {
    expect(placeAfterKey(place(5, 3), press('Home'), SIZE)).toEqual(place(5, -1));
    expect(placeAfterKey(place(5, 3), press('End', true), SIZE)).toEqual(place(99, 9));
    expect(placeAfterKey(place(5, 3), press('PageDown'), SIZE)).toEqual(place(25, 3));
    expect(placeAfterKey(place(5, 3), press('ArrowDown', true), SIZE)).toEqual(place(99, 3));
    expect(placeAfterKey(place(5, 3), press('x'), SIZE)).toBeUndefined();
  });
});

describe('a selection', () => {
  it('is the rectangle between two cells, in whichever order', () => {
    const rectangle = rectangleOf({ from: place(4, 3), to: place(2, 5) });
    expect(rectangle).toEqual({ top: 2, bottom: 4, left: 3, right: 5 });
    expect(isSelected(rectangle, place(3, 4))).toBe(true);
    expect(isSelected(rectangle, place(3, 6))).toBe(false);
    expect(isSelected(null, place(3, 4))).toBe(false);
  });

  it('grows from the cell where it began, and has cells only', () => {
    const first = extendSelection(null, place(2, 2), place(3, 2));
    expect(first).toEqual({ from: place(2, 2), to: place(3, 2) });
    expect(extendSelection(first, place(3, 2), place(3, -1))).toEqual({ from: place(2, 2), to: place(3, 0) });
    expect(extendSelection(null, place(-1, 2), place(0, 2))).toBeNull();
  });
});
