/**
 * Whether a `process.file` pattern matches a MIME type: `image/*`, `text/plain`,
 * `application/vnd.ms-excel`. The wildcards `*` and `#`, alone or as both parts, and the empty
 * string cover every file, also one whose type is unknown. A dot within a part may be written as
 * `_`, in the pattern and in the type: Clowder v1 replaces it before it matches, so some
 * extractors ask for `application/vnd_ms-excel`.
 */
export const matchesFileType = (pattern: string, mimeType: string): boolean =>
  matchesPattern(withoutParameters(pattern), withoutParameters(mimeType));

/**
 * Whether a two-part pattern covers a two-part value: each part is equal or a wildcard. Case is
 * ignored. A value without two parts is covered only by the patterns for everything.
 */
export const matchesPattern = (pattern: string, value: string): boolean => {
  const wanted = pattern.trim().toLowerCase();
  if (EVERYTHING.includes(wanted)) return true;
  const [pair, actual] = [twoParts(wanted), twoParts(value.trim().toLowerCase())];
  if (pair === undefined) return false;
  if (pair.every((part) => WILDCARDS.includes(part))) return true;
  return actual !== undefined && partMatches(pair[0], actual[0]) && partMatches(pair[1], actual[1]);
};

/** `text/plain; charset=utf-8` is `text/plain`. */
const withoutParameters = (mimeType: string): string => mimeType.replace(/;.*$/s, '');

/** Patterns that published extractors use for "everything". */
const EVERYTHING: readonly string[] = ['', '*', '#'];
const WILDCARDS: readonly string[] = ['*', '#'];

type TwoParts = readonly [main: string, sub: string];

/** MIME types are written `main/sub`, events `main.sub`; a pattern may use either sign for either. */
const twoParts = (text: string): TwoParts | undefined => {
  const cut = text.includes('/') ? text.indexOf('/') : text.indexOf('.');
  return cut < 0 ? undefined : [text.slice(0, cut), text.slice(cut + 1)];
};

const partMatches = (pattern: string, part: string): boolean =>
  WILDCARDS.includes(pattern) || withoutDots(pattern) === withoutDots(part);

const withoutDots = (part: string): string => part.replaceAll('.', '_');
