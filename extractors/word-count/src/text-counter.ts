import { TextDecoder } from 'node:util';

interface TextCounts {
  /** Lines, the last of which need not end in a line break. A break is LF, CR LF or CR. */
  readonly lines: number;
  /** Runs of anything but white space. */
  readonly words: number;
  /** Unicode code points, line breaks included. */
  readonly characters: number;
}

const TAB = 0x09;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;

/** The characters beyond ASCII that `\s` matches, except U+2000 to U+200A. */
const WIDE_SPACES = new Set([0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000, 0xfeff]);

const isWideSpace = (unit: number): boolean => (unit >= 0x2000 && unit <= 0x200a) || WIDE_SPACES.has(unit);

const isSpace = (unit: number): boolean =>
  unit <= SPACE ? unit === SPACE || (unit >= TAB && unit <= CR) : unit >= 0xa0 && isWideSpace(unit);

/** The second half of a code point beyond U+FFFF. */
const isLowSurrogate = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;

/** Counts a text that comes in pieces, cut anywhere. */
export class TextCounter {
  #breaks = 0;
  #words = 0;
  #characters = 0;
  #inWord = false;
  /** As if a line had just ended: an empty text has no line. */
  #last = LF;

  get counts(): TextCounts {
    const unfinished = this.#last === LF || this.#last === CR ? 0 : 1;
    return { lines: this.#breaks + unfinished, words: this.#words, characters: this.#characters };
  }

  add(text: string): void {
    for (let index = 0; index < text.length; index += 1) {
      const unit = text.charCodeAt(index);
      if (!isLowSurrogate(unit)) this.#count(unit);
    }
  }

  #count(unit: number): void {
    const space = isSpace(unit);
    if (unit === CR || (unit === LF && this.#last !== CR)) this.#breaks += 1;
    if (!space && !this.#inWord) this.#words += 1;
    this.#characters += 1;
    this.#inWord = !space;
    this.#last = unit;
  }
}

type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be';

const encodingOf = ([first, second]: Uint8Array): TextEncodingName => {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return 'utf-8';
};

/**
 * Bytes in pieces to text in pieces: UTF-16 where a byte order mark says so, else UTF-8. The mark itself is no text. A
 * character cut in two by the pieces is kept for the next; bytes that are none become U+FFFD.
 */
export class TextDecoding {
  #decoder: TextDecoder | undefined;
  /** The first byte, where it came alone: the mark has two. */
  #held = new Uint8Array();

  /** Known from the second byte on. */
  get encoding(): TextEncodingName {
    return (this.#decoder?.encoding ?? 'utf-8') as TextEncodingName;
  }

  push(bytes: Uint8Array): string {
    if (this.#decoder) return this.#decoder.decode(bytes, { stream: true });
    const held = Buffer.concat([this.#held, bytes]);
    this.#held = held;
    return held.length < 2 ? '' : this.#begin().decode(held, { stream: true });
  }

  /** What was still held back. */
  end(): string {
    return this.#decoder ? this.#decoder.decode() : this.#begin().decode(this.#held);
  }

  #begin(): TextDecoder {
    this.#decoder = new TextDecoder(encodingOf(this.#held));
    return this.#decoder;
  }
}
