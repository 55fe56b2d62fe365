import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useState } from 'react';
import { useKeptPlace } from './kept-place.ts';
import { BLOCK_ROWS, wholeBlocks } from './row-blocks.ts';
import { scaled } from './scaled.ts';
import styles from './virtual-rows.module.css';

/** As high as the rows that are not in the DOM. */
export const Spacer = ({ height }: { readonly height: number }) =>
  height > 0 ? <tr className={styles.spacer} aria-hidden="true" style={{ height }} /> : null;

interface RowsInSightOptions {
  readonly body: RefObject<HTMLElement | null>;
  readonly count: number;
  /** In px at the usual size of text. */
  readonly rowHeight: number;
  /** Of the entries in the rows. Undefined while they are those of another address: the reader's place waits for its own. */
  readonly ids: readonly string[] | undefined;
  /** Default: 1. */
  readonly entriesPerRow?: number;
  /** How many rows above and below those in sight are in the DOM too. */
  readonly overscan?: number;
  /** How many rows come and go together. One, where rows are high. */
  readonly blockRows?: number;
  /** Called when the last rows are nearly in sight. Undefined if there are no more, or they are being loaded. */
  readonly onNearEnd?: (() => void) | undefined;
}

interface RowsInSight {
  /** The indexes of the first row in the DOM, and of the one after the last. */
  readonly from: number;
  readonly to: number;
  /** Heights in px of the rows that are left out. */
  readonly heightAbove: number;
  readonly heightBelow: number;
  /** In px. */
  readonly rowHeight: number;
}

const NEAR_END_ROWS = 30;

/** Which rows of a table are in the DOM. The window scrolls, not the table. */
export const useRowsInSight = ({
  body,
  count,
  rowHeight: usualHeight,
  ids,
  entriesPerRow = 1,
  overscan = 4,
  blockRows = BLOCK_ROWS,
  onNearEnd,
}: RowsInSightOptions): RowsInSight => {
  const rowHeight = scaled(usualHeight);
  const scrollMargin = useTopInDocument(body);
  // oxlint-disable-next-line react/incompatible-library -- the rule is for the React Compiler, which is not used here
  const virtual = useWindowVirtualizer({
    count,
    estimateSize: () => rowHeight,
    overscan,
    scrollMargin,
    rangeExtractor: (range) => wholeBlocks(range, blockRows),
  });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  useKeptPlace({ body, ids, rowHeight, entriesPerRow });
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1);
  const nearEnd = last !== undefined && last.index >= count - NEAR_END_ROWS;
  useEffect(() => {
    if (nearEnd) onNearEnd?.();
  }, [nearEnd, onNearEnd]);
  return {
    from: rows[0]?.index ?? 0,
    to: (last?.index ?? -1) + 1,
    heightAbove: (rows[0]?.start ?? scrollMargin) - scrollMargin,
    // The page has its height from the first rendering on, so that it can be scrolled to where it was left.
    heightBelow: last ? virtual.getTotalSize() - (last.end - scrollMargin) : count * rowHeight,
    rowHeight,
  };
};

/** Changes when something above the element opens or closes, which changes the height of the page too. */
const useTopInDocument = (element: RefObject<HTMLElement | null>): number => {
  const [top, setTop] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (element.current) setTop(Math.round(element.current.getBoundingClientRect().top + window.scrollY));
    });
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [element]);
  return top;
};
