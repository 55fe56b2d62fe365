import { Fragment } from 'react';

/** A text with `query` marked wherever it occurs, in upper or lower case. */
export const Marked = ({ text, query }: { readonly text: string; readonly query: string }) =>
  splitAtMatches(text, query).map(({ text: part, isMatch }, index) =>
    isMatch ? <mark key={index}>{part}</mark> : <Fragment key={index}>{part}</Fragment>,
  );

export interface TextPart {
  readonly text: string;
  readonly isMatch: boolean;
}

/** Splits a text where `query` occurs, ignoring case. */
export const splitAtMatches = (text: string, query: string): TextPart[] => {
  const [low, wanted] = [text.toLowerCase(), query.toLowerCase()];
  // Lower-casing can change a text's length (İ), and then positions in one are not positions in the other.
  if (query === '' || low.length !== text.length) return [{ text, isMatch: false }];
  const parts: TextPart[] = [];
  let from = 0;
  for (let at = low.indexOf(wanted); at !== -1; at = low.indexOf(wanted, from)) {
    if (at > from) parts.push({ text: text.slice(from, at), isMatch: false });
    from = at + wanted.length;
    parts.push({ text: text.slice(at, from), isMatch: true });
  }
  return from < text.length ? [...parts, { text: text.slice(from), isMatch: false }] : parts;
};
