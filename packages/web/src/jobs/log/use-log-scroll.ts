import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { rowIndexOf } from './log-rows.ts';
import type { Log } from './use-log.ts';

const ROW_PX = 24;
const ATTEMPT_RULE_PX = 9;
/** The next page is requested when this many rows are left before an end. */
const ROWS_BEFORE_END = 30;
/** A reader this near to the end still counts as being there. */
const END_PX = 36;

interface LineTarget {
  readonly number: number;
  /** Where in the log the line is to be. */
  readonly align: 'start' | 'center';
}

/** The rendered rows of the scrolled log. Pages are loaded near its ends; a line can be scrolled to wherever it is. */
export const useLogScroll = (log: Log, follow: boolean) => {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLOListElement>(null);
  const target = useRef<LineTarget | null>(null);
  const { rows, window } = log;
  // oxlint-disable-next-line react/incompatible-library -- it speaks for the React Compiler, which is not used here
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => ROW_PX + (rows[index]?.startsAttempt ? ATTEMPT_RULE_PX : 0),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 20,
    anchorTo: 'end',
    followOnAppend: follow,
    scrollEndThreshold: END_PX,
    paddingStart: 4,
    paddingEnd: 4,
  });
  const items = virtualizer.getVirtualItems();
  const rowsBefore = items[0]?.index ?? Number.POSITIVE_INFINITY;
  const rowsAfter = rows.length - (items.at(-1)?.index ?? Number.NEGATIVE_INFINITY);
  useEffect(() => {
    if (window.older && rowsBefore < ROWS_BEFORE_END) log.loadOlder();
    if (window.newer && rowsAfter < ROWS_BEFORE_END) log.loadNewer();
  });
  useLayoutEffect(() => {
    for (const row of content.current?.children ?? []) virtualizer.measureElement(row);
  });
  // A line that had to be loaded first is scrolled to as soon as its row exists.
  useLayoutEffect(() => {
    if (target.current === null || !isLoaded(log, target.current.number)) return;
    const { number, align } = target.current;
    target.current = null;
    virtualizer.scrollToIndex(Math.max(0, rowIndexOf(rows, number)), { align });
  });
  const scrollToLine = (number: number, align: LineTarget['align'] = 'center'): void => {
    if (align === 'center') log.reveal(number);
    target.current = { number, align };
    if (!isLoaded(log, number)) void log.loadAround(number);
  };
  const scrollToEnd = (): void => {
    if (window.newer) void log.loadEnd().then(() => virtualizer.scrollToEnd());
    else virtualizer.scrollToEnd();
  };
  return { scroller, content, virtualizer, items, scrollToLine, scrollToEnd };
};

export type LogScroll = ReturnType<typeof useLogScroll>;

/** A line that the filter leaves out counts as loaded where its neighbours are. */
const isLoaded = ({ window: { events, older, newer } }: Log, number: number): boolean =>
  events.length > 0 &&
  (!older || number >= (events[0]?.number ?? 0)) &&
  (!newer || number <= (events.at(-1)?.number ?? 0));
