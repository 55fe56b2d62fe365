/**
 * The name to store for a file, made from what the client called it: no path, in NFC, at most 255 bytes of UTF-8 with
 * its extension, and `unnamed` if nothing is left. Names need not be unique.
 */
export const fileName = (given: string): string => {
  const base = wellFormed(given).split(/[/\\]/).at(-1) ?? '';
  const name = shortened(base.replace(INVISIBLE, '').normalize('NFC').trim());
  return /^\.{0,2}$/.test(name) ? UNNAMED : name;
};

/** The longest name that ext4, NTFS, APFS and tar all allow. */
const MAX_BYTES = 255;
/** A longer text after the last dot is a part of the name, and no extension. */
const MAX_EXTENSION_BYTES = 32;

const UNNAMED = 'unnamed';

/** Control characters, and marks that make `gpj.exe` look like `exe.jpg`. Joiners within emoji stay. */
const INVISIBLE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** UTF-8 cannot encode half a surrogate pair: it becomes U+FFFD. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

const shortened = (name: string): string => (bytesOf(name) <= MAX_BYTES ? name : withSuffix(name, ''));

/** The name with this suffix before its extension, shortened if the whole would be too long. */
export const withSuffix = (name: string, suffix: string): string => {
  const extension = extensionOf(name);
  const stem = name.slice(0, name.length - extension.length);
  return (startOf(stem, MAX_BYTES - bytesOf(suffix + extension)) + suffix + extension).trimEnd();
};

const extensionOf = (name: string): string => {
  const extension = /[^.](\.[^.]+)$/u.exec(name)?.[1] ?? '';
  return bytesOf(extension) <= MAX_EXTENSION_BYTES ? extension : '';
};

/** The longest start of whole characters, as readers see them, that fits. */
const startOf = (text: string, maxBytes: number): string => {
  let start = '';
  let bytes = 0;
  for (const { segment } of graphemes.segment(text)) {
    bytes += bytesOf(segment);
    if (bytes > maxBytes) return start;
    start += segment;
  }
  return start;
};

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });

const bytesOf = (text: string): number => Buffer.byteLength(text);
