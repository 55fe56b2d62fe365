/** What ext4, NTFS, APFS and tar all take. */
const MAX_BYTES = 255;
/** Longer than this, what follows the last dot is part of the name rather than an extension. */
const MAX_EXTENSION_BYTES = 32;

const UNNAMED = 'unnamed';

/** Control characters, and marks that let `gpj.exe` pass for `exe.jpg`. The joiners inside emoji stay. */
const UNSHOWN = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

const graphemes = new Intl.Segmenter('und', { granularity: 'grapheme' });
const bytesOf = (text: string): number => Buffer.byteLength(text);

/**
 * The name a file is kept under, made of whatever a client called it: never a path, at most 255 bytes of UTF-8 with its
 * extension kept, composed (NFC), and `unnamed` where nothing is left. Names need not be unique.
 */
export const fileName = (given: string): string => {
  const base = wellFormed(given).split(/[/\\]/).at(-1) ?? '';
  const name = shortened(base.replace(UNSHOWN, '').normalize('NFC').trim());
  return /^\.{0,2}$/.test(name) ? UNNAMED : name;
};

/** Half a surrogate pair is no text that UTF-8 could carry. */
const wellFormed = (text: string): string => Buffer.from(text).toString();

const shortened = (name: string): string => (bytesOf(name) <= MAX_BYTES ? name : withSuffix(name, ''));

/** The name with this before its extension, shortened where the whole would be too long. */
export const withSuffix = (name: string, suffix: string): string => {
  const extension = extensionOf(name);
  const stem = name.slice(0, name.length - extension.length);
  return (startOf(stem, MAX_BYTES - bytesOf(suffix + extension)) + suffix + extension).trimEnd();
};

const extensionOf = (name: string): string => {
  const extension = /[^.](\.[^.]+)$/u.exec(name)?.[1] ?? '';
  return bytesOf(extension) <= MAX_EXTENSION_BYTES ? extension : '';
};

/** As many whole characters, as a reader sees them, as fit. */
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
