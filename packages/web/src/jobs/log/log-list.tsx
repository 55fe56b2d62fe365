import { useDebouncedCallback } from '@mantine/hooks';
import type { Event } from '@pawprint/protocol';
import clsx from 'clsx';
import type { CSSProperties, MouseEvent } from 'react';
import { Icon } from '../../design/icon.tsx';
import { formatAbsolute, formatLogTime } from '../../design/instant.ts';
import { lineTone, styleOfKind } from '../events/event-kinds.ts';
import { EventLine } from '../events/event-line.tsx';
import { type LineRange, lineHash } from './line-range.ts';
import styles from './log-list.module.css';
import type { LogRow } from './log-rows.ts';
import type { Log } from './use-log.ts';
import type { LogScroll } from './use-log-scroll.ts';

/** A scrolling element needs the focus to be scrolled with the arrow keys. */
const SCROLLABLE = { tabIndex: 0 };

interface LogListProps {
  readonly log: Log;
  readonly scroll: LogScroll;
  readonly wrap: boolean;
  readonly query: string;
  /** The search's hit, or the lines the address points to. */
  readonly marked: LineRange | null;
  readonly onPoint: (number: number, extend: boolean) => void;
  /** The reader scrolled up, away from the end. */
  readonly onScrollUp: () => void;
  /** Scrolling came to rest with this event at the top; undefined at the end of the log. */
  readonly onScrollEnd: (top: number | undefined) => void;
}

const REST_MS = 200;

/** Renders only the rows in sight; empty space of the same height stands for the others. */
export const LogList = (props: LogListProps) => {
  const { log, scroll, wrap, query, marked, onPoint, onScrollUp, onScrollEnd } = props;
  const { scroller, content, virtualizer, items } = scroll;
  const above = items[0]?.start ?? 0;
  const below = virtualizer.getTotalSize() - (items.at(-1)?.end ?? 0);
  const reportRest = useDebouncedCallback(() => {
    const top = virtualizer.getVirtualItemForOffset(virtualizer.scrollOffset ?? 0);
    onScrollEnd(virtualizer.isAtEnd() ? undefined : log.rows[top?.index ?? 0]?.event.number);
  }, REST_MS);
  const onScroll = (): void => {
    reportRest();
    if (virtualizer.scrollDirection === 'backward' && !virtualizer.isAtEnd()) onScrollUp();
  };
  return (
    <section
      {...SCROLLABLE}
      ref={scroller}
      className={clsx(styles.log, wrap && styles.wrapped)}
      aria-label="Events, oldest first"
      onScroll={onScroll}
      style={numberWidth(log)}
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
              marked={isInRange(marked, row.event.number)}
              onPoint={onPoint}
              onToggle={log.toggle}
            />
          ) : null;
        })}
      </ol>
    </section>
  );
};

/** Wide enough for the longest number, and for at least four digits, so that it does not grow while lines are few. */
const numberWidth = ({ window }: Log): CSSProperties & Record<'--digits', string> => ({
  '--digits': `${Math.max(4, String(window.events.at(-1)?.number ?? 0).length)}ch`,
});

const isInRange = (range: LineRange | null, number: number): boolean =>
  range !== null && number >= range.from && number <= range.to;

interface LogLineProps {
  readonly row: LogRow;
  readonly index: number;
  readonly query: string;
  readonly marked: boolean;
  /** The line's number was pressed; `extend` is true with shift. */
  readonly onPoint: (number: number, extend: boolean) => void;
  readonly onToggle: (row: LogRow) => void;
}

const LogLine = ({ row, index, query, marked, onPoint, onToggle }: LogLineProps) => {
  const { event, fold, open } = row;
  const point = (click: MouseEvent): void => {
    if (click.metaKey || click.ctrlKey) return;
    click.preventDefault();
    onPoint(event.number, click.shiftKey);
  };
  return (
    <li
      className={clsx(styles.line, row.startsAttempt && styles.startsAttempt, marked && styles.marked)}
      data-index={index}
      data-line-tone={lineTone(event)}
      aria-current={marked || undefined}
    >
      <a
        className={styles.number}
        href={`#${lineHash({ from: event.number, to: event.number })}`}
        aria-label={`Line ${event.number}`}
        onClick={point}
      >
        {event.number}
      </a>
      <ReceivedAt event={event} />
      <span
        className={styles.attempt}
        title={event.attempt === null ? undefined : `Attempt ${event.attempt}`}
      >
        {event.attempt}
      </span>
      <Kind event={event} />
      <span className={styles.text}>
        <EventLine fold={fold} open={open} onToggle={() => onToggle(row)} query={query} />
      </span>
    </li>
  );
};

/** When the event was received. The sender's own time is shown on hover only, since its clock may be wrong. */
const ReceivedAt = ({ event }: { readonly event: Event }) => {
  const at = new Date(event.received_at);
  const reported = event.reported ?? event.reported_at;
  const hint = reported ? `${formatAbsolute(at)}, by its sender's clock ${reported}` : formatAbsolute(at);
  return (
    <time className={styles.time} dateTime={event.received_at} title={hint}>
      {formatLogTime(at)}
    </time>
  );
};

const Kind = ({ event }: { readonly event: Event }) => {
  const { label, icon, tone } = styleOfKind(event.kind);
  return (
    <span className={styles.kind} data-tone={tone}>
      {icon ? <Icon name={icon} /> : null}
      {label}
    </span>
  );
};
