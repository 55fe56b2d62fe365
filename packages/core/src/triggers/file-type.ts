import { matchesPattern } from './pattern.ts';

/** `text/plain; charset=utf-8` is `text/plain`. */
const withoutParameters = (mimeType: string): string => mimeType.replace(/;.*$/s, '');

/**
 * Whether a `process.file` pattern covers a MIME type: `image/*`, `text/plain`,
 * `application/vnd.ms-excel`. The wildcards `*` and `#`, alone or as both parts, and the empty
 * string cover every file, also one whose type is unknown.
 */
export const matchesFileType = (pattern: string, mimeType: string): boolean =>
  matchesPattern(withoutParameters(pattern), withoutParameters(mimeType));
