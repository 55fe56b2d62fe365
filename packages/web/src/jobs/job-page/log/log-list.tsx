import type { CSSProperties } from 'react';
import type { LineRange } from './line-hash.ts';
import { LogLine } from './log-line.tsx';
import type { Log } from './use-log.ts';
import type { useLogList } from './use-log-list.ts';

/** A scrolled list takes the focus, or the arrow keys could not scroll it. */
const SCROLLED = { tabIndex: 0 };

interface LogListProps {
  readonly log: Log;
  readonly list: ReturnType<typeof useLogList>;
  readonly wrap: boolean;
  readonly query: string;
  /** The hit that was jumped to, or the lines the address points to. */
  readonly marked: LineRange | null;
  readonly onPoint: (seq: number, extend: boolean) => void;
  /** The reader scrolled up, away from the end. */
  readonly onLeaveEnd: () => void;
}

/** As wide as the longest number needs, and never narrower than four digits: it may not grow at every tenth line. */
const numberColumn = ({ window }: Log): CSSProperties & Record<'--digits', string> => ({
  '--digits': `${Math.max(4, String(window.events.at(-1)?.seq ?? 0).length)}ch`,
});

const holds = (range: LineRange | null, seq: number): boolean =>
  range !== null && seq >= range.from && seq <= range.to;

/** Only the rows in sight are in the page; what is above and below them is empty room of the same height. */
export const LogList = ({ log, list, wrap, query, marked, onPoint, onLeaveEnd }: LogListProps) => {
  const { scroller, content, virtualizer, items } = list;
  const above = items[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  const onScroll = (): void => {
    if (virtualizer.scrollDirection === 'backward' && !virtualizer.isAtEnd()) onLeaveEnd();
  };
  return (
    <section
      {...SCROLLED}
      ref={scroller}
      className={wrap ? 'log wrap' : 'log'}
      aria-label="Events, oldest first"
      onScroll={onScroll}
      style={numberColumn(log)}
    >
      <ol ref={content} style={{ paddingTop: above, paddingBottom: below }}>
        {items.map(({ key, index }) => {
          const row = log.rows[index];
          return row ? (
            <LogLine
              key={key}
              row={row}
              index={index}
              query={query}
              marked={holds(marked, row.event.seq)}
              onPoint={onPoint}
              onToggle={log.toggle}
            />
          ) : null;
        })}
      </ol>
    </section>
  );
};
