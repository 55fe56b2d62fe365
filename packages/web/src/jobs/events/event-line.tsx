import clsx from 'clsx';
import { memo } from 'react';
import { Icon } from '../../design/icon.tsx';
import { Marked } from '../../design/marked.tsx';
import { Tag } from '../../design/tag.tsx';
import { summaryLine } from '../error-text.ts';
import { colouredText } from './coloured-text.ts';
import { lineText } from './event-kinds.ts';
import styles from './event-line.module.css';
import type { Fold } from './fold-lines.ts';
import { plainText } from './terminal-text.ts';

interface EventLineProps {
  /** The line shows its first event. */
  readonly fold: Fold;
  readonly open: boolean;
  readonly onToggle: () => void;
  /** Marked wherever it occurs. */
  readonly query?: string;
}

/** The text of a line: always text with its colours, never HTML. A folded line has a button that opens it. */
export const EventLine = ({ fold, open, onToggle, query = '' }: EventLineProps) => {
  const [event] = fold.events;
  return (
    <>
      <EventText text={fold.traceAbove ? summaryLine(lineText(event)) : lineText(event)} query={query} />
      {fold.traceAbove ? <span className={styles.aside}> (trace above)</span> : null}
      {event.late ? <Tag className={styles.late}>late</Tag> : null}
      {fold.events.length > 1 ? <FoldButton fold={fold} open={open} onToggle={onToggle} /> : null}
    </>
  );
};

const EventText = memo(({ text, query }: { readonly text: string; readonly query: string }) =>
  colouredText(text).map((piece, index) =>
    piece.className ? (
      <span key={index} className={clsx(styles.coloured, piece.className)}>
        <Marked text={piece.text} query={query} />
      </span>
    ) : (
      <Marked key={index} text={piece.text} query={query} />
    ),
  ),
);

/** "×412" opens the fold in place, and closes it again. */
const FoldButton = ({ fold, open, onToggle }: Pick<EventLineProps, 'fold' | 'open' | 'onToggle'>) => {
  const lines = fold.kind === 'progress' ? 'progress lines' : 'equal lines';
  const count = fold.events.length;
  return (
    <button
      type="button"
      className={styles.fold}
      data-row-open
      aria-expanded={open}
      aria-label={open ? `Fold ${count} ${lines}` : `Show ${count - 1} more ${lines}`}
      onClick={onToggle}
    >
      <Icon name={open ? 'down' : 'right'} />
      {open ? `×${count}` : foldLabel(fold)}
    </button>
  );
};

const foldLabel = ({ kind, events }: Fold): string => {
  const last = events.at(-1) ?? events[0];
  return kind === 'progress' ? `… ${plainText(lineText(last))} ×${events.length}` : `×${events.length}`;
};
