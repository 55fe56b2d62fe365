import { Fragment, memo } from 'react';
import { Icon } from '../../design/icon.tsx';
import { lineText } from './event-kinds.ts';
import type { Fold } from './fold-lines.ts';
import { type ColouredText, colouredText, plainText } from './terminal-text.ts';

const Marked = ({ text, query }: { readonly text: string; readonly query: string }) =>
  stretches(text, query).map(({ text: part, hit }, at) =>
    hit ? <mark key={at}>{part}</mark> : <Fragment key={at}>{part}</Fragment>,
  );

const Piece = ({ piece, query }: { readonly piece: ColouredText; readonly query: string }) =>
  piece.className ? (
    <span className={piece.className}>
      <Marked text={piece.text} query={query} />
    </span>
  ) : (
    <Marked text={piece.text} query={query} />
  );

interface EventTextProps {
  readonly text: string;
  /** Marked wherever it occurs. */
  readonly query?: string;
}

/** What an extractor said: always text, with its colours, never HTML. */
export const EventText = memo(({ text, query = '' }: EventTextProps) =>
  colouredText(text).map((piece, at) => <Piece key={at} piece={piece} query={query} />),
);

interface Stretch {
  readonly text: string;
  readonly hit: boolean;
}

/** A text cut where `query` occurs, upper and lower case alike. Joined again it is the text. */
export const stretches = (text: string, query: string): Stretch[] => {
  if (query === '') return [{ text, hit: false }];
  const [low, sought] = [text.toLowerCase(), query.toLowerCase()];
  // Lower-casing may change a text's length (İ); then places in one are not places in the other.
  if (low.length !== text.length) return [{ text, hit: false }];
  const found: Stretch[] = [];
  let from = 0;
  for (let at = low.indexOf(sought); at !== -1; at = low.indexOf(sought, from)) {
    if (at > from) found.push({ text: text.slice(from, at), hit: false });
    from = at + sought.length;
    found.push({ text: text.slice(at, from), hit: true });
  }
  return from < text.length ? [...found, { text: text.slice(from), hit: false }] : found;
};

const foldWords = ({ kind, events }: Fold): string => {
  const last = events.at(-1) ?? events[0];
  return kind === 'progress' ? `… ${plainText(lineText(last))} ×${events.length}` : `×${events.length}`;
};

interface FoldButtonProps {
  readonly fold: Fold;
  readonly open: boolean;
  readonly onToggle: () => void;
}

/** "×412": opens in place, and folds again. */
export const FoldButton = ({ fold, open, onToggle }: FoldButtonProps) => {
  const what = fold.kind === 'progress' ? 'progress lines' : 'equal lines';
  return (
    <button
      type="button"
      className="fold"
      aria-expanded={open}
      aria-label={open ? `Fold ${fold.events.length} ${what}` : `Show ${fold.events.length - 1} more ${what}`}
      onClick={onToggle}
    >
      <Icon name={open ? 'down' : 'right'} />
      {open ? `×${fold.events.length}` : foldWords(fold)}
    </button>
  );
};
