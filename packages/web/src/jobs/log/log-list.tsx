import type { Event } from '@pawprint/protocol';
import type { CSSProperties, MouseEvent } from 'react';
import { Icon } from '../../design/icon.tsx';
import { formatAbsolute, formatLogTime } from '../../design/instant.ts';
import { lineText, lineTone, lookOfEvent } from '../events/event-kinds.ts';
import { EventText, FoldButton } from '../events/event-line.tsx';
import { type LineRange, lineHash } from './line-range.ts';
import type { Log, LogRow } from './use-log.ts';
import type { useLogList } from './use-log-scroll.ts';

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

const Kind = ({ event }: { readonly event: Event }) => {
  const { word, icon, tone } = lookOfEvent(event);
  return (
    <span className={tone ? `k st-${tone}` : 'k'}>
      {icon ? <Icon name={icon} /> : null}
      {word}
    </span>
  );
};

/** When it came in; when its sender says it was is told on hover and used for nothing. */
const ReceivedAt = ({ event }: { readonly event: Event }) => {
  const at = new Date(event.received_at);
  const reported = event.reported ?? event.reported_at;
  const hint = reported ? `${formatAbsolute(at)}, by its sender's clock ${reported}` : formatAbsolute(at);
  return (
    <time dateTime={event.received_at} title={hint}>
      {formatLogTime(at)}
    </time>
  );
};

interface LogLineProps {
  readonly row: LogRow;
  readonly index: number;
  readonly query: string;
  readonly marked: boolean;
  /** The number was pressed; `extend` with shift. */
  readonly onPoint: (seq: number, extend: boolean) => void;
  readonly onToggle: (row: LogRow) => void;
}

const classes = ({ row, marked }: Pick<LogLineProps, 'row' | 'marked'>): string =>
  ['e', lineTone(row.event), row.cut ? 'cut' : '', marked ? 'hit' : ''].filter(Boolean).join(' ');

const LogLine = ({ row, index, query, marked, onPoint, onToggle }: LogLineProps) => {
  const { event, fold } = row;
  const point = (click: MouseEvent): void => {
    if (click.metaKey || click.ctrlKey) return;
    click.preventDefault();
    onPoint(event.seq, click.shiftKey);
  };
  return (
    <li className={classes({ row, marked })} data-index={index} aria-current={marked || undefined}>
      <a
        href={`#${lineHash({ from: event.seq, to: event.seq })}`}
        aria-label={`Line ${event.seq}`}
        onClick={point}
      >
        {event.seq}
      </a>
      <ReceivedAt event={event} />
      <span className="at" title={event.attempt === null ? undefined : `Attempt ${event.attempt}`}>
        {event.attempt}
      </span>
      <Kind event={event} />
      <span className="x">
        <EventText text={lineText(event)} query={query} />
        {event.late ? <span className="tag">late</span> : null}
        {fold.events.length > 1 ? (
          <FoldButton fold={fold} open={row.open} onToggle={() => onToggle(row)} />
        ) : null}
      </span>
    </li>
  );
};
