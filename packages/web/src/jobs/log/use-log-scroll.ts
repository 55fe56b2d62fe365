import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { firstSeq, lastSeq } from '../events/event-window.ts';
import type { Log } from './use-log.ts';
import { rowAt } from './use-log.ts';

const ROW_PX = 24;
const CUT_PX = 9;
/** Rows from either end at which the next page is asked for. */
const NEAR_PX_ROWS = 30;
/** So far from the end a reader still counts as being there. */
const END_PX = 36;

const holds = ({ window }: Log, seq: number): boolean =>
  seq >= (firstSeq(window) ?? Number.POSITIVE_INFINITY) && seq <= (lastSeq(window) ?? 0);

/** The rows in sight, the pages that come when an end is near, and jumps to a line wherever it is. */
export const useLogList = (log: Log, follow: boolean) => {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLOListElement>(null);
  const sought = useRef<number | null>(null);
  const { rows, window } = log;
  // oxlint-disable-next-line react/incompatible-library -- it speaks for the React Compiler, which is not used here
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => ROW_PX + (rows[index]?.cut ? CUT_PX : 0),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 20,
    anchorTo: 'end',
    followOnAppend: follow,
    scrollEndThreshold: END_PX,
    paddingStart: 4,
    paddingEnd: 4,
  });
  const items = virtualizer.getVirtualItems();
  const firstShown = items[0]?.index ?? Number.POSITIVE_INFINITY;
  const shownToEnd = rows.length - (items.at(-1)?.index ?? Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (window.older && firstShown < NEAR_PX_ROWS) log.loadOlder();
    if (window.newer && shownToEnd < NEAR_PX_ROWS) log.loadNewer();
  });
  useLayoutEffect(() => {
    for (const row of content.current?.children ?? []) virtualizer.measureElement(row);
  });
  const scrollTo = (seq: number): void =>
    virtualizer.scrollToIndex(Math.max(0, rowAt(rows, seq)), { align: 'center' });
  useLayoutEffect(() => {
    const seq = sought.current;
    if (seq === null || !holds(log, seq)) return;
    sought.current = null;
    scrollTo(seq);
  });
  const goTo = (seq: number): void => {
    log.reveal(seq);
    sought.current = seq;
    if (!holds(log, seq)) void log.loadAround(seq);
  };
  const goToEnd = (): void => {
    if (window.newer) void log.loadEnd().then(() => virtualizer.scrollToEnd());
    else virtualizer.scrollToEnd();
  };
  return { scroller, content, virtualizer, items, goTo, goToEnd };
};
