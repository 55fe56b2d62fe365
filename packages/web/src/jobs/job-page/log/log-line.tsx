import type { Event } from '@pawprint/protocol';
import type { MouseEvent } from 'react';
import { Icon } from '../../../design/icon.tsx';
import { formatAbsolute, formatLogTime } from '../../../design/instant.ts';
import { lineTone, lookOfEvent } from '../../events/event-look.ts';
import { EventText } from '../../events/event-text.tsx';
import { FoldButton } from '../../events/fold-button.tsx';
import { lineText } from '../../events/line-text.ts';
import { lineHash } from './line-hash.ts';
import type { LogRow } from './log-rows.ts';

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

export const LogLine = ({ row, index, query, marked, onPoint, onToggle }: LogLineProps) => {
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
