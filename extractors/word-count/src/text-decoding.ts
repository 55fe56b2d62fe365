import { TextDecoder } from 'node:util';

export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be';

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
