import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextDecoding } from './text-counter.ts';

const decoded = (pieces: readonly Uint8Array[]) => {
  const decoding = new TextDecoding();
  const text = pieces.map((piece) => decoding.push(piece)).join('') + decoding.end();
  return { text, encoding: decoding.encoding };
};

const bigEndian = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16();
const ENCODERS = {
  'utf-8': (text: string) => Buffer.from(text),
  'utf-16le': (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'utf-16be': bigEndian,
};

test('any text in any encoding is decoded from single bytes', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'ß', '京', '😀', '\n') });
  const encoding = fc.constantFrom('utf-8', 'utf-16le', 'utf-16be');
  fc.assert(
    fc.property(text, encoding, (words, name) => {
      const bytes = ENCODERS[name](words);
      const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
      expect(decoded(single)).toEqual({ text: words, encoding: name });
    }),
  );
});

test('a UTF-8 byte order mark is no text', () => {
  expect(decoded([Buffer.from('\ufeffabc')]).text).toBe('abc');
});

test('bytes that are not UTF-8 become replacement characters', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array()), (pieces) => {
      expect(typeof decoded(pieces).text).toBe('string');
    }),
  );
  expect(decoded([Uint8Array.of(0x61, 0xff, 0x62)]).text).toBe('a\ufffdb');
});
