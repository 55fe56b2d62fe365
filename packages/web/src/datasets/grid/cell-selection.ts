import { scaled } from '../../design/scaled.ts';

/** The heights of a row and of the head. */
export const ROW_PX = scaled(34);
export const HEAD_PX = scaled(52);

/** A place in the grid. Row -1 is the head, column -1 has the names of the files. */
export interface Place {
  readonly row: number;
  readonly column: number;
}

/** A rectangle of cells, from the cell where it began to the one where it ended. */
export interface CellSelection {
  readonly from: Place;
  readonly to: Place;
}

export interface Rectangle {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

export const rectangleOf = ({ from, to }: CellSelection): Rectangle => ({
  top: Math.min(from.row, to.row),
  bottom: Math.max(from.row, to.row),
  left: Math.min(from.column, to.column),
  right: Math.max(from.column, to.column),
});

export const isSelected = (rectangle: Rectangle | null, { row, column }: Place): boolean =>
  rectangle !== null &&
  row >= rectangle.top &&
  row <= rectangle.bottom &&
  column >= rectangle.left &&
  column <= rectangle.right;

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** How many rows are in sight at once. */
  readonly pageRows: number;
}

interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
}

/** Where a key leads from a place, as in the grid pattern of the ARIA Authoring Practices; undefined if nowhere. */
export const placeAfterKey = (
  { row, column }: Place,
  { key, ctrlKey, metaKey }: KeyPress,
  { rows, columns, pageRows }: GridSize,
): Place | undefined => {
  const far = ctrlKey || metaKey;
  const within = (next: Place): Place => ({
    row: Math.max(-1, Math.min(rows - 1, next.row)),
    column: Math.max(-1, Math.min(columns - 1, next.column)),
  });
  switch (key) {
    case 'ArrowUp':
      return within({ row: far ? 0 : row - 1, column });
    case 'ArrowDown':
      return within({ row: far ? rows - 1 : row + 1, column });
    case 'ArrowLeft':
      return within({ row, column: far ? -1 : column - 1 });
    case 'ArrowRight':
      return within({ row, column: far ? columns - 1 : column + 1 });
    case 'Home':
      return within({ row: far ? 0 : row, column: -1 });
    case 'End':
      return within({ row: far ? rows - 1 : row, column: columns - 1 });
    case 'PageUp':
      return within({ row: Math.max(0, row - pageRows), column });
    case 'PageDown':
      return within({ row: row + pageRows, column });
    default:
      return undefined;
  }
};

/** The selection after Shift and a move: it begins at the cell from which the first move was made. */
export const extendSelection = (
  selection: CellSelection | null,
  active: Place,
  next: Place,
): CellSelection | null => {
  const from = selection?.from ?? active;
  if (from.row < 0 || from.column < 0) return null;
  return { from, to: { row: Math.max(0, next.row), column: Math.max(0, next.column) } };
};
