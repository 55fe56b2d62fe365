import { useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useState } from 'react';

interface WindowRowsOptions {
  readonly body: RefObject<HTMLElement | null>;
  readonly count: number;
  readonly rowHeight: number;
  /** Called when the last rows come near, for as long as more are known to follow. */
  readonly onNearEnd?: (() => void) | undefined;
}

export interface WindowRows {
  readonly rows: readonly VirtualItem[];
  /** Heights of what is not drawn above and below, in px. */
  readonly before: number;
  readonly after: number;
}

const NEAR_ROWS = 30;

/** Where the rows begin in the document. It moves when something above them opens or closes, and the page grows with it. */
const useMargin = (body: RefObject<HTMLElement | null>): number => {
  const [margin, setMargin] = useState(0);
  useEffect(() => {
    const observer = new ResizeObserver(() => {
      if (body.current) setMargin(Math.round(body.current.getBoundingClientRect().top + window.scrollY));
    });
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [body]);
  return margin;
};

/** The rows of a long table that are in sight: the page itself scrolls, the DOM stays small. */
export const useWindowRows = ({ body, count, rowHeight, onNearEnd }: WindowRowsOptions): WindowRows => {
  const scrollMargin = useMargin(body);
  // oxlint-disable-next-line react/incompatible-library -- it speaks for the React Compiler, which is not used here
  const virtual = useWindowVirtualizer({ count, estimateSize: () => rowHeight, overscan: 12, scrollMargin });
  useEffect(() => virtual.measure(), [virtual, rowHeight]);
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1);
  const near = last !== undefined && last.index >= count - NEAR_ROWS;
  useEffect(() => {
    if (near) onNearEnd?.();
  }, [near, onNearEnd]);
  return {
    rows,
    before: (rows[0]?.start ?? scrollMargin) - scrollMargin,
    after: last ? virtual.getTotalSize() - (last.end - scrollMargin) : 0,
  };
};
