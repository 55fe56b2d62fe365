import { useElementSize, useMediaQuery, useMergedRef } from '@mantine/hooks';
import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import {
  type FocusEvent,
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useEffect,
  useMemo,
  useRef,
} from 'react';
import { wholeBlocks } from '../../design/row-blocks.ts';
import { scaled } from '../../design/scaled.ts';
import {
  type CellSelection,
  extendSelection,
  HEAD_PX,
  type Place,
  placeAfterKey,
  ROW_PX,
} from './cell-selection.ts';

const LEAST_COLUMN_PX = scaled(144);
const MOST_COLUMN_PX = scaled(400);
const FIRST_PX = { wide: 300, phone: 150 } as const;

interface GridCounts {
  readonly rows: number;
  readonly columns: number;
}

/** Which rows and columns are in the DOM, and where. The place with the focus always is, or the focus would be lost. */
export const useGridView = ({ rows, columns }: GridCounts, active: Place) => {
  const frame = useRef<HTMLDivElement>(null);
  const { ref: sized, width } = useElementSize<HTMLDivElement>();
  const isPhone = useMediaQuery('(max-width: 860px)', false, { getInitialValueInEffect: false });
  const firstPx = isPhone ? FIRST_PX.phone : FIRST_PX.wide;
  const columnPx = columnWidth(width - firstPx, columns);
  // oxlint-disable-next-line react/incompatible-library -- the rule is for the React Compiler, which is not used here
  const vertical = useVirtualizer({
    count: rows,
    getScrollElement: () => frame.current,
    estimateSize: () => ROW_PX,
    paddingStart: HEAD_PX,
    scrollPaddingStart: HEAD_PX,
    overscan: 4,
    rangeExtractor: (range) => withActive(wholeBlocks(range), range, active.row),
  });
  const horizontal = useVirtualizer({
    horizontal: true,
    count: columns,
    getScrollElement: () => frame.current,
    estimateSize: () => columnPx,
    paddingStart: firstPx,
    scrollPaddingStart: firstPx,
    overscan: 2,
    // The same function until the active column changes, as the columns in sight are then the same array.
    rangeExtractor: useCallback(
      (range: Range) => withActive(defaultRangeExtractor(range), range, active.column),
      [active.column],
    ),
  });
  useEffect(() => horizontal.measure(), [horizontal, columnPx, firstPx]);
  const columnsInSight = horizontal.getVirtualItems();
  const view = {
    firstPx,
    columnPx,
    width: firstPx + columnPx * columns,
    height: vertical.getTotalSize(),
    rows: vertical.getVirtualItems(),
    columns: useMemo(
      () =>
        placeColumns(
          columnsInSight.map(({ index }) => index),
          columnPx,
        ),
      [columnsInSight, columnPx],
    ),
    from: vertical.range?.startIndex ?? 0,
    to: (vertical.range?.endIndex ?? 0) + 1,
    scrollTo: ({ row, column }: Place): void => {
      if (row >= 0) vertical.scrollToIndex(row);
      if (column >= 0) horizontal.scrollToIndex(column);
    },
  };
  return { frame, frameRef: useMergedRef(frame, sized), view };
};

export type GridView = ReturnType<typeof useGridView>['view'];

const columnWidth = (available: number, columns: number): number =>
  Math.min(MOST_COLUMN_PX, Math.max(LEAST_COLUMN_PX, Math.floor(available / Math.max(1, columns))));

const withActive = (shown: number[], { count }: Range, active: number): number[] => {
  if (active < 0 || active >= count || shown.includes(active)) return shown;
  return [...shown, active].sort((one, other) => one - other);
};

/** Each column with the width of those that are left out before it. */
const placeColumns = (indexes: readonly number[], columnPx: number) =>
  indexes.map((index, at) => ({ index, gapPx: (index - (indexes[at - 1] ?? -1) - 1) * columnPx }));

interface KeysOptions extends GridCounts {
  readonly active: Place;
  readonly setActive: (place: Place) => void;
  readonly frame: RefObject<HTMLElement | null>;
  readonly view: GridView;
  readonly selection: CellSelection | null;
  readonly onSelect: (selection: CellSelection | null) => void;
}

/** One place of the grid is in the tab order. Keys move it, extend the selection and open what it shows. */
export const useGridKeys = (options: KeysOptions) => {
  const { rows, columns, active, setActive, frame, view, selection, onSelect } = options;
  const moves = useRef(false);
  useEffect(() => {
    if (!moves.current) return;
    moves.current = false;
    elementAt(frame, active)?.focus({ preventScroll: true });
  }, [active, frame]);
  return {
    onKeyDown: (event: KeyboardEvent<HTMLElement>): void => {
      if (!isPlace(event.target)) return;
      const height = frame.current?.clientHeight ?? 0;
      const pageRows = Math.max(1, Math.floor((height - HEAD_PX) / ROW_PX) - 1);
      const next = placeAfterKey(active, event, { rows, columns, pageRows });
      if (next) {
        onSelect(event.shiftKey ? extendSelection(selection, active, next) : null);
        moves.current = true;
        setActive(next);
        view.scrollTo(next);
      } else if (!pressKey(event, options)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    onFocus: ({ target }: FocusEvent<HTMLElement>): void => {
      const place = placeOfElement(target);
      if (place && (place.row !== active.row || place.column !== active.column)) setActive(place);
    },
  };
};

/** Keys in a menu or dialog that belongs to a head are not those of the grid. */
const isPlace = (target: EventTarget): boolean =>
  target instanceof HTMLElement && target.matches('[data-place]');

const elementAt = (
  frame: RefObject<HTMLElement | null>,
  { row, column }: Place,
): HTMLElement | null | undefined =>
  frame.current?.querySelector<HTMLElement>(`[data-place="${row} ${column}"]`);

const placeOfElement = (element: Element): Place | undefined => {
  const [row, column] = (element.closest<HTMLElement>('[data-place]')?.dataset.place ?? '')
    .split(' ')
    .map(Number);
  return row === undefined || column === undefined ? undefined : { row, column };
};

/** Enter opens what the cell shows, Space selects it, Ctrl+A all cells, Escape none. False: the key means nothing here. */
const pressKey = (
  { key, target, ctrlKey, metaKey }: KeyboardEvent<HTMLElement>,
  { active, selection, onSelect, rows, columns }: KeysOptions,
): boolean => {
  if (key === 'Enter' && target instanceof HTMLElement) {
    target.querySelector<HTMLElement>(active.row < 0 ? '[data-head-menu]' : 'a')?.click();
    return true;
  }
  if (key === ' ' && active.row >= 0 && active.column >= 0) {
    onSelect(selection === null ? { from: active, to: active } : null);
    return true;
  }
  if (key === 'Escape' && selection !== null) {
    onSelect(null);
    return true;
  }
  if (key === 'a' && (ctrlKey || metaKey) && rows > 0 && columns > 0) {
    onSelect({ from: { row: 0, column: 0 }, to: { row: rows - 1, column: columns - 1 } });
    return true;
  }
  return false;
};
