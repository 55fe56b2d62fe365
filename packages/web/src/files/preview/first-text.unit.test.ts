import { describe, expect, it } from 'vitest';
import { decodeFirst } from './first-text.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('the beginning of a file', () => {
  it('is text, and whole when there is no more', () => {
    expect(decodeFirst(bytes('Grüße'), 7)).toEqual({ kind: 'text', text: 'Grüße', whole: true });
  });

  it('leaves out a letter that is cut in two', () => {
    expect(decodeFirst(bytes('a🐾').subarray(0, 3), 5)).toEqual({ kind: 'text', text: 'a', whole: false });
  });

  it('shows a broken letter at the end of a whole file', () => {
    expect(decodeFirst(bytes('a🐾').subarray(0, 3), 3)).toEqual({
      kind: 'text',
      text: 'a\uFFFD',
      whole: true,
    });
  });

  it('is no text when it holds a NUL, whatever its type says', () => {
    expect(decodeFirst(new Uint8Array([80, 75, 0, 4]), 4)).toEqual({ kind: 'binary' });
  });
});
