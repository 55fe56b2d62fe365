import { Fragment, memo } from 'react';
import { type ColouredText, colouredText } from './ansi.ts';
import { stretches } from './marked.ts';

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
