/** Where a query cannot be read, and why. */
export interface QueryMistake {
  readonly message: string;
  /** The part of the text that is wrong: from this character, counted from 0, … */
  readonly start: number;
  /** … to before this one. */
  readonly end: number;
}

/** A piece of a query's text, with its place in it. */
export interface Token {
  readonly kind: 'word' | 'quoted' | '(' | ')' | ',' | ':';
  /** Without the quotes and backslashes of a quoted text. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Whether a blank stands before it, or nothing. */
  readonly isApart: boolean;
}

export type Tokens =
  | { readonly ok: true; readonly tokens: readonly Token[] }
  | { readonly ok: false; readonly mistake: QueryMistake };

/**
 * Splits a query into words, quoted texts and marks. A colon is a mark only after the first word of a term: the times in
 * `since:2026-11-20T12:00Z` and the address in `http://a` are one word each.
 */
export const readTokens = (text: string): Tokens => {
  const tokens: Token[] = [];
  let at = 0;
  while (at < text.length) {
    const blank = BLANK.exec(text.slice(at))?.[0].length ?? 0;
    at += blank;
    if (at >= text.length) break;
    const isApart = blank > 0 || at === 0;
    const token = readToken(text, at, {
      isApart,
      isInTerm: tokens.at(-1)?.kind === ':' || tokens.at(-1)?.kind === ',',
    });
    if (token === undefined)
      return { ok: false, mistake: { message: 'The quote is not closed.', start: at, end: text.length } };
    tokens.push(token);
    at = token.end;
  }
  return { ok: true, tokens };
};

const BLANK = /^\s+/;
const QUOTED = /^"((?:[^"\\]|\\.)*)"/s;
/** A key before its colon. */
const KEY = /^[a-z_]+(?=:)/i;
const WORD = /^[^\s"(),]+/;

interface Place {
  readonly isApart: boolean;
  readonly isInTerm: boolean;
}

const readToken = (text: string, start: number, { isApart, isInTerm }: Place): Token | undefined => {
  const rest = text.slice(start);
  const token = (kind: Token['kind'], length: number, content: string): Token => ({
    kind,
    text: content,
    start,
    end: start + length,
    isApart,
  });
  const [first = ''] = rest;
  if (first === '(' || first === ')' || first === ',') return token(first, 1, first);
  if (first === '"') {
    const quoted = QUOTED.exec(rest);
    return quoted === null ? undefined : token('quoted', quoted[0].length, unescape(quoted[1] ?? ''));
  }
  if (first === ':') return token(':', 1, first);
  const word = (isInTerm ? null : KEY.exec(rest)) ?? WORD.exec(rest);
  return token('word', word?.[0].length ?? 1, word?.[0] ?? first);
};

const unescape = (text: string): string => text.replaceAll(/\\(.)/gs, '$1');
