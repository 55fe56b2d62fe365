// No schemas: the page reads what somebody types with the same parser as the server.
import type { Comparison } from '@pawprint/core';
import type { QueryMistake } from '../jobs/query/read-tokens.ts';

/** What a value of a file's or a dataset's metadata has to be. */
export type MetadataTerm =
  | { readonly key: string; readonly compare: Comparison; readonly number: number }
  /** A text, in upper or lower case; `*` stands for any characters. */
  | { readonly key: string; readonly pattern: string }
  /** Part of a value of any key. */
  | { readonly text: string };

export type ParsedMetadataQuery =
  | { readonly ok: true; readonly terms: readonly MetadataTerm[] }
  | { readonly ok: false; readonly mistake: QueryMistake };

/** Each is a condition of a statement. */
const MAX_TERMS = 10;

/**
 * Reads a query such as `lines>1000 exif.Model:"X-T5" oak`. All terms have to be true of the same file or dataset. What
 * cannot be read is answered with its place.
 */
export const parseMetadataQuery = (text: string): ParsedMetadataQuery => {
  const terms: MetadataTerm[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const read = readTerm(text, at);
    if ('message' in read) return { ok: false, mistake: read };
    terms.push(read.term);
    at = skipBlanks(text, read.end);
  }
  return terms.length <= MAX_TERMS
    ? { ok: true, terms }
    : fail(`A search of metadata has at most ${MAX_TERMS} terms.`, 0, text.length);
};

const fail = (message: string, start: number, end: number): ParsedMetadataQuery => ({
  ok: false,
  mistake: { message, start, end },
});

interface ReadTerm {
  readonly term: MetadataTerm;
  readonly end: number;
}

interface Piece {
  readonly text: string;
  readonly isQuoted: boolean;
  readonly end: number;
}

const readTerm = (text: string, start: number): ReadTerm | QueryMistake => {
  const first = readPiece(text, start, KEY);
  if (first === undefined) return mistake('The quote is not closed.', start, text.length);
  const [sign = ''] = SIGN.exec(text.slice(first.end)) ?? [];
  if (sign === '') return readText(first, start);
  if (first.text === '') return mistake(`A key is missing before “${sign}”.`, start, start + sign.length);
  const from = first.end + sign.length;
  const value = readPiece(text, from, VALUE);
  if (value === undefined) return mistake('The quote is not closed.', from, text.length);
  if (value.text.trim() === '')
    return mistake(`A value is missing after “${first.text}${sign}”.`, start, from);
  return readValue(first.text, sign.replace(':', ''), { ...value, start: from });
};

const readText = ({ text, end }: Piece, start: number): ReadTerm | QueryMistake =>
  text.trim() === '' ? mistake('This text is empty.', start, end) : { term: { text }, end };

const readValue = (
  key: string,
  sign: string,
  value: Piece & { readonly start: number },
): ReadTerm | QueryMistake => {
  const { text, isQuoted, start, end } = value;
  const compare = COMPARISONS.find((each) => each === sign) ?? '=';
  const number = isQuoted || !NUMBER.test(text) ? undefined : Number(text);
  if (number !== undefined && Number.isFinite(number)) return { term: { key, compare, number }, end };
  if (compare === '=') return { term: { key, pattern: text }, end };
  return mistake(`“${text}” is no number. Only numbers can be compared with “${sign}”.`, start, end);
};

const mistake = (message: string, start: number, end: number): QueryMistake => ({ message, start, end });

const QUOTED = /^"((?:[^"\\]|\\.)*)"/s;
const KEY = /^[^\s":<>=]*/;
const VALUE = /^[^\s"]*/;
const SIGN = /^(:?(>=|<=|>|<|=)|:)/;
const COMPARISONS: readonly Comparison[] = ['>=', '<=', '>', '<', '='];
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** A quoted text, or one without quotes that `plain` ends. Undefined if a quote is not closed. */
const readPiece = (text: string, start: number, plain: RegExp): Piece | undefined => {
  const rest = text.slice(start);
  if (!rest.startsWith('"')) {
    const [word = ''] = plain.exec(rest) ?? [];
    return { text: word, isQuoted: false, end: start + word.length };
  }
  const quoted = QUOTED.exec(rest);
  if (quoted === null) return undefined;
  const content = (quoted[1] ?? '').replaceAll(/\\(.)/gs, '$1');
  return { text: content, isQuoted: true, end: start + quoted[0].length };
};

const skipBlanks = (text: string, at: number): number => at + (/^\s*/.exec(text.slice(at))?.[0].length ?? 0);

/** The opposite of `parseMetadataQuery`. */
export const writeMetadataQuery = (terms: readonly MetadataTerm[]): string => terms.map(writeTerm).join(' ');

const writeTerm = (term: MetadataTerm): string => {
  if ('text' in term) return quoteUnless(/^[^\s":<>=]+$/, term.text);
  const key = quoteUnless(/^[^\s":<>=]+$/, term.key);
  if ('number' in term) return `${key}${term.compare}${term.number}`;
  return `${key}:"${escape(term.pattern)}"`;
};

const quoteUnless = (plain: RegExp, text: string): string => (plain.test(text) ? text : `"${escape(text)}"`);

const escape = (text: string): string => text.replaceAll(/["\\]/g, String.raw`\$&`);
