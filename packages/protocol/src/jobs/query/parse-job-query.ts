import type { JobQuery } from '@pawprint/core';
import { readTerm } from './read-term.ts';
import { type QueryMistake, readTokens, type Token } from './read-tokens.ts';

export type ParsedJobQuery =
  | { readonly ok: true; readonly query: JobQuery }
  | { readonly ok: false; readonly mistake: QueryMistake };

/** How many terms a query has at most: each is a condition of a statement. */
const MAX_TERMS = 100;
const MAX_DEPTH = 20;

/**
 * Reads a query such as `state:failed,lost since:7d (dataset:"Soil cores" OR extractor:rig.*) timeout`. Terms beside one
 * another have all to be true; `OR` binds less than that, `NOT` more. What cannot be read is answered with its place.
 */
export const parseJobQuery = (text: string): ParsedJobQuery => {
  const read = readTokens(text);
  if (!read.ok) return read;
  const cursor: Cursor = { tokens: read.tokens, at: 0, depth: 0, end: text.length };
  if (read.tokens.length === 0) return { ok: true, query: { all: [] } };
  const query = readAny(cursor);
  if (isMistake(query)) return { ok: false, mistake: query };
  const [rest] = cursor.tokens.slice(cursor.at);
  if (rest !== undefined) return { ok: false, mistake: mistakeAt(rest, 'This bracket closes nothing.') };
  if (countTerms(query) > MAX_TERMS)
    return {
      ok: false,
      mistake: { message: `A query has at most ${MAX_TERMS} terms.`, start: 0, end: text.length },
    };
  return { ok: true, query };
};

/** Where reading has got to. The functions below move it. */
interface Cursor {
  readonly tokens: readonly Token[];
  at: number;
  depth: number;
  /** The length of the text. */
  readonly end: number;
}

type Read = JobQuery | QueryMistake;

const isMistake = (read: Read): read is QueryMistake => 'message' in read;

const mistakeAt = ({ start, end }: Token, message: string): QueryMistake => ({ message, start, end });

const atEnd = ({ end }: Cursor, message: string): QueryMistake => ({ message, start: end, end });

const isWord = (token: Token | undefined, word: string): boolean =>
  token?.kind === 'word' && token.text === word;

const readAny = (cursor: Cursor): Read => {
  const any: JobQuery[] = [];
  do {
    const all = readAll(cursor);
    if (isMistake(all)) return all;
    any.push(all);
  } while (isWord(cursor.tokens[cursor.at], 'OR') && ++cursor.at);
  const [only, ...others] = any;
  return only !== undefined && others.length === 0 ? only : { any };
};

const readAll = (cursor: Cursor): Read => {
  const all: JobQuery[] = [];
  do {
    if (all.length > 0 && isWord(cursor.tokens[cursor.at], 'AND')) cursor.at += 1;
    const one = readOne(cursor);
    if (isMistake(one)) return one;
    all.push(one);
  } while (!isEndOfAll(cursor.tokens[cursor.at]));
  const [only, ...others] = all;
  return only !== undefined && others.length === 0 ? only : { all };
};

const isEndOfAll = (token: Token | undefined): boolean =>
  token === undefined || token.kind === ')' || isWord(token, 'OR');

const readOne = (cursor: Cursor): Read => {
  const token = cursor.tokens[cursor.at];
  if (token === undefined) return atEnd(cursor, 'A condition is missing here.');
  if (isWord(token, 'NOT')) return readNot(cursor, token);
  if (token.kind === '(') return readBracket(cursor, token);
  if (token.kind === ')') return mistakeAt(token, 'A condition is missing before this bracket.');
  if (isWord(token, 'OR') || isWord(token, 'AND'))
    return mistakeAt(
      token,
      `A condition is missing before ${token.text}. Put it in quotes to search for the word.`,
    );
  if (token.kind === ',' || token.kind === ':')
    return mistakeAt(token, `Put a text that contains “${token.text}” in quotes.`);
  return readCondition(cursor, token);
};

const readNot = (cursor: Cursor, token: Token): Read =>
  nested(cursor, token, () => {
    cursor.at += 1;
    const not = readOne(cursor);
    return isMistake(not) ? not : { not };
  });

const readBracket = (cursor: Cursor, token: Token): Read =>
  nested(cursor, token, () => {
    cursor.at += 1;
    const inside = readAny(cursor);
    if (isMistake(inside)) return inside;
    if (cursor.tokens[cursor.at]?.kind !== ')') return mistakeAt(token, 'This bracket is not closed.');
    cursor.at += 1;
    return inside;
  });

const nested = (cursor: Cursor, token: Token, read: () => Read): Read => {
  if (cursor.depth >= MAX_DEPTH) return mistakeAt(token, `A query nests ${MAX_DEPTH} deep at most.`);
  cursor.depth += 1;
  const result = read();
  cursor.depth -= 1;
  return result;
};

/** `key:value,value`, or a text to search for. */
const readCondition = (cursor: Cursor, first: Token): Read => {
  cursor.at += 1;
  const colon = cursor.tokens[cursor.at];
  const hasKey = first.kind === 'word' && colon?.kind === ':' && !colon.isApart;
  if (!hasKey) return { key: 'text', values: [first.text] };
  cursor.at += 1;
  const values = readValues(cursor, first);
  return 'message' in values ? values : readTerm(first, values);
};

const readValues = (cursor: Cursor, key: Token): readonly Token[] | QueryMistake => {
  const values: Token[] = [];
  do {
    if (values.length > 0) cursor.at += 1;
    const value = cursor.tokens[cursor.at];
    const isValue = value?.kind === 'word' || value?.kind === 'quoted';
    if (!isValue || value.isApart) {
      const message = `A value is missing after “${key.text}:”. To search for this text, put it in quotes.`;
      return { message, start: key.start, end: cursor.tokens[cursor.at - 1]?.end ?? key.end };
    }
    values.push(value);
    cursor.at += 1;
  } while (cursor.tokens[cursor.at]?.kind === ',' && cursor.tokens[cursor.at]?.isApart === false);
  return values;
};

const countTerms = (query: JobQuery): number => {
  if ('key' in query) return 1;
  if ('not' in query) return countTerms(query.not);
  return ('all' in query ? query.all : query.any).reduce((sum, one) => sum + countTerms(one), 0);
};
