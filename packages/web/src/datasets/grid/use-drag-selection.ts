import { type MouseEvent, type PointerEvent, type RefObject, useRef } from 'react';
import { type CellSelection, HEAD_PX, type Place, ROW_PX } from './cell-selection.ts';
import type { GridView } from './use-grid-view.ts';

interface DragOptions {
  readonly frame: RefObject<HTMLElement | null>;
  readonly view: GridView;
  readonly rows: number;
  readonly columns: number;
  readonly active: Place;
  readonly setActive: (place: Place) => void;
  readonly onSelect: (selection: CellSelection | null) => void;
}

/**
 * Selects the rectangle between the cell where a mouse button is pressed and the cell below the pointer, or with Shift
 * the one between the active cell and the pressed one. A press without a move opens the job as usual.
 */
export const useDragSelection = (options: DragOptions) => {
  const { active, setActive, onSelect } = options;
  const from = useRef<Place | null>(null);
  const hasSelected = useRef(false);
  const extendTo = (event: PointerEvent<HTMLElement>, start: Place): void => {
    const to = cellNear(event, options);
    if (to === null) return;
    if (!hasSelected.current) {
      if (to.row === start.row && to.column === start.column) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setActive(start);
    }
    hasSelected.current = true;
    onSelect({ from: start, to });
    scrollAtEdge(event, options);
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>): void => {
      hasSelected.current = false;
      const place = cellAt(event, options);
      if (event.pointerType !== 'mouse' || event.button !== 0 || place === null) return;
      if (event.shiftKey) {
        hasSelected.current = true;
        onSelect({ from: active.row >= 0 && active.column >= 0 ? active : place, to: place });
        // The active cell keeps the focus: the next press with Shift begins there too.
        event.preventDefault();
      } else from.current = place;
    },
    onPointerMove: (event: PointerEvent<HTMLElement>): void => {
      if (from.current !== null && event.buttons === 1) extendTo(event, from.current);
    },
    onPointerUp: (): void => {
      from.current = null;
    },
    onClickCapture: (event: MouseEvent<HTMLElement>): void => {
      if (!hasSelected.current) return;
      hasSelected.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
    onDragStart: (event: MouseEvent<HTMLElement>): void => event.preventDefault(),
  };
};

type Pointer = Pick<PointerEvent, 'clientX' | 'clientY'>;

/** The cell below the pointer; null on the head, on the names of files and beside the cells. */
const cellAt = (
  { clientX, clientY }: Pointer,
  { frame: { current: frame }, view, rows, columns }: DragOptions,
): Place | null => {
  if (frame === null) return null;
  const { left, top } = frame.getBoundingClientRect();
  const [x, y] = [clientX - left - view.firstPx, clientY - top - HEAD_PX];
  const place = {
    row: Math.floor((y + frame.scrollTop) / ROW_PX),
    column: Math.floor((x + frame.scrollLeft) / view.columnPx),
  };
  return x < 0 || y < 0 || place.row >= rows || place.column >= columns ? null : place;
};

/** The cell that is nearest to the pointer. */
const cellNear = ({ clientX, clientY }: Pointer, options: DragOptions): Place | null => {
  const { view, rows, columns } = options;
  const frame = options.frame.current;
  if (frame === null) return null;
  const { left, right, top, bottom } = frame.getBoundingClientRect();
  const clamp = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value));
  const lastX = left + view.firstPx + columns * view.columnPx - frame.scrollLeft - 1;
  const lastY = top + HEAD_PX + rows * ROW_PX - frame.scrollTop - 1;
  const inside = {
    clientX: clamp(clientX, left + view.firstPx, Math.min(right - 1, lastX)),
    clientY: clamp(clientY, top + HEAD_PX, Math.min(bottom - 1, lastY)),
  };
  return cellAt(inside, options);
};

const EDGE_PX = 24;

const scrollAtEdge = (
  { clientX, clientY }: Pointer,
  { frame: { current: frame }, view }: DragOptions,
): void => {
  if (frame === null) return;
  const { left, right, top, bottom } = frame.getBoundingClientRect();
  const step = (start: number, end: number, at: number): number =>
    at > end - EDGE_PX ? ROW_PX : at < start + EDGE_PX ? -ROW_PX : 0;
  frame.scrollBy(step(left + view.firstPx, right, clientX), step(top + HEAD_PX, bottom, clientY));
};
