export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/**
 * The encoding of a text by its first bytes; null if they are no text. What is neither UTF-8 nor marked as UTF-16 is read
 * as windows-1252, which has a letter for every byte.
 *
 * @param isWhole whether these are all bytes. Otherwise the last letter may be cut in two
 */
export const sniffEncoding = (head: Uint8Array, isWhole: boolean): Encoding | null => {
  const [first, second] = head;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (head.includes(0)) return null;
  if (isUtf8(head, isWhole)) return 'utf-8';
  return head.some(isControl) ? null : 'windows-1252';
};

const isUtf8 = (bytes: Uint8Array, isWhole: boolean): boolean => {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: !isWhole });
    return true;
  } catch {
    return false;
  }
};

/** Control characters except those in texts: tab, line and form feed, carriage return, escape (in logs). */
const isControl = (byte: number): boolean => byte < 0x20 && ![0x09, 0x0a, 0x0c, 0x0d, 0x1b].includes(byte);

export const decode = (bytes: Uint8Array, encoding: Encoding): string =>
  new TextDecoder(encoding).decode(bytes);

const isUtf16 = (encoding: Encoding): boolean => encoding === 'utf-16le' || encoding === 'utf-16be';

/** Where the first whole line begins in bytes from the middle of a text, or else the first whole letter. */
export const startOfLine = (bytes: Uint8Array, encoding: Encoding): number =>
  afterFirstLine(bytes, encoding) || firstLetter(bytes, encoding);

/** The index after the first line feed; 0 if there is none. */
const afterFirstLine = (bytes: Uint8Array, encoding: Encoding): number => {
  if (!isUtf16(encoding)) return bytes.indexOf(LINE_FEED) + 1;
  const low = encoding === 'utf-16le' ? 0 : 1;
  for (let at = 0; at + 1 < bytes.length; at += 2)
    if (bytes[at + low] === LINE_FEED && bytes[at + 1 - low] === 0) return at + 2;
  return 0;
};

const LINE_FEED = 0x0a;

const firstLetter = (bytes: Uint8Array, encoding: Encoding): number => {
  if (encoding === 'windows-1252') return 0;
  if (isUtf16(encoding)) {
    const high = bytes[encoding === 'utf-16le' ? 1 : 0] ?? 0;
    // The second half of a surrogate pair.
    return high >= 0xdc && high <= 0xdf ? 2 : 0;
  }
  const start = bytes.findIndex((byte) => (byte & 0xc0) !== 0x80);
  return Math.max(0, start);
};

/** How many of the first bytes of a longer text are whole lines, or else whole letters. */
export const wholeLines = (bytes: Uint8Array, encoding: Encoding): number =>
  afterLastLine(bytes, encoding) || wholeLetters(bytes, encoding) || bytes.length;

/** The index after the last line feed; 0 if there is none. */
const afterLastLine = (bytes: Uint8Array, encoding: Encoding): number => {
  if (!isUtf16(encoding)) return bytes.lastIndexOf(LINE_FEED) + 1;
  const low = encoding === 'utf-16le' ? 0 : 1;
  for (let at = evenPart(bytes.length) - 2; at >= 0; at -= 2)
    if (bytes[at + low] === LINE_FEED && bytes[at + 1 - low] === 0) return at + 2;
  return 0;
};

/** How many of the bytes are whole letters: a letter that is cut in two at the end is left out. */
const wholeLetters = (bytes: Uint8Array, encoding: Encoding): number => {
  if (encoding === 'windows-1252') return bytes.length;
  if (!isUtf16(encoding)) return bytes.length - cutUtf8(bytes);
  const even = evenPart(bytes.length);
  const high = bytes[even - (encoding === 'utf-16le' ? 1 : 2)] ?? 0;
  // The first half of a surrogate pair.
  return high >= 0xd8 && high <= 0xdb ? even - 2 : even;
};

const evenPart = (length: number): number => length - (length % 2);

/** How many bytes at the end begin a letter of UTF-8 and do not end it. */
const cutUtf8 = (bytes: Uint8Array): number => {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte >= 0xc0) return lengthInUtf8(byte) > back ? back : 0;
    if (byte < 0x80) return 0;
  }
  return 0;
};

const lengthInUtf8 = (lead: number): number => {
  if (lead >= 0xf0) return 4;
  return lead >= 0xe0 ? 3 : 2;
};
