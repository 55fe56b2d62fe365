/** How large a JSON text may be once it is parsed. */
export interface JsonSizeLimit {
  /** Arrays and objects within one another. */
  readonly levels: number;
  /** Values and the keys of objects. */
  readonly nodes: number;
}

export interface JsonSize {
  readonly levels: number;
  readonly nodes: number;
}

/** Measures a JSON text that arrives in parts. */
export interface JsonMeter {
  /** The size so far. Once it is beyond the limit, the rest need not be read. */
  readonly add: (part: Uint8Array) => JsonSize | 'too_deep' | 'too_many_nodes';
}

/**
 * Counts the values, keys and levels of a JSON text byte by byte, without parsing it: a few megabytes of brackets become
 * objects that take seconds to make. It is exact for every valid text; whether a text is valid is for the parser to say.
 */
export const createJsonMeter = (limit: JsonSizeLimit): JsonMeter => {
  let count: Count = { state: BETWEEN, depth: 0, levels: 0, nodes: 0 };
  return {
    add(part) {
      count = countOn(count, part, limit);
      const { levels, nodes } = count;
      if (levels > limit.levels) return 'too_deep';
      return nodes > limit.nodes ? 'too_many_nodes' : { levels, nodes };
    },
  };
};

interface Count extends JsonSize {
  readonly state: number;
  readonly depth: number;
}

/** Counts until the part ends or a limit is passed. */
const countOn = (before: Count, part: Uint8Array, limit: JsonSizeLimit): Count => {
  let { state, depth, levels, nodes } = before;
  for (let at = 0; at < part.length && nodes <= limit.nodes && levels <= limit.levels; at += 1) {
    if (state === STRING) at = endOfPlainText(part, at);
    const kind = kindAt(part, at);
    if (state === STRING) state = kind === QUOTE ? BETWEEN : kind === BACKSLASH ? ESCAPE : STRING;
    else if (state === ESCAPE) state = STRING;
    else if (kind === SCALAR || kind === BACKSLASH) {
      if (state === BETWEEN) nodes += 1;
      state = SCALAR;
    } else {
      state = kind === QUOTE ? STRING : BETWEEN;
      if (kind === QUOTE || kind === OPEN) nodes += 1;
      if (kind === OPEN) depth += 1;
      else if (kind === CLOSE) depth -= 1;
      if (depth > levels) levels = depth;
    }
  }
  return { state, depth, levels, nodes };
};

/** Where the text of a string ends or has a backslash; after the last byte if neither comes. */
const endOfPlainText = (part: Uint8Array, from: number): number => {
  let at = from;
  while (at < part.length && part[at] !== QUOTE && part[at] !== BACKSLASH) at += 1;
  return at;
};

const kindAt = (part: Uint8Array, at: number): number =>
  at < part.length ? (KINDS[part[at] ?? SPACE] ?? BETWEEN) : BETWEEN;

/** Between values: spaces, commas, colons and brackets. */
const BETWEEN = 0;
const STRING = 1;
/** After a backslash in a string. */
const ESCAPE = 2;
/** In a number, `true`, `false` or `null`. */
const SCALAR = 3;

const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** What each byte is where no string is. */
const KINDS: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) => {
  const sign = String.fromCharCode(byte);
  if (sign === '"') return QUOTE;
  if (sign === '\\') return BACKSLASH;
  if ('[{'.includes(sign)) return OPEN;
  if (']}'.includes(sign)) return CLOSE;
  return byte <= SPACE || ',:'.includes(sign) ? BETWEEN : SCALAR;
});
