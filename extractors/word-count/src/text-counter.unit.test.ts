import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TextCounter } from './text-counter.ts';

const countsOf = (...pieces: string[]) => {
  const counter = new TextCounter();
  for (const piece of pieces) counter.add(piece);
  return counter.counts;
};

test.each([
  ['', { lines: 0, words: 0, characters: 0 }],
  ['\n', { lines: 1, words: 0, characters: 1 }],
  ['one', { lines: 1, words: 1, characters: 3 }],
  ['one two\nthree\n', { lines: 2, words: 3, characters: 14 }],
  ['a\r\nb\rc', { lines: 3, words: 3, characters: 6 }],
  ['\r\n\r\n', { lines: 2, words: 0, characters: 4 }],
  ['  \t ', { lines: 1, words: 0, characters: 4 }],
  ['naïve 😀 übung', { lines: 1, words: 3, characters: 13 }],
  ['東京　大阪', { lines: 1, words: 2, characters: 5 }],
])('%j counts as %j', (text, counts) => {
  expect(countsOf(text)).toEqual(counts);
});

/** The same counts, computed with regular expressions over the whole text. */
const plainCounts = (text: string) => ({
  lines: text.split(/\r\n|\n|\r/).length - (/(^|[\r\n])$/.test(text) ? 1 : 0),
  words: text.match(/\S+/g)?.length ?? 0,
  characters: Array.from(text).length,
});

const anyText = fc.string({
  unit: fc.constantFrom(
    'a',
    'ß',
    '京',
    '😀',
    ' ',
    '\t',
    '\n',
    '\r',
    '\r\n',
    '\u00a0',
    '\u2003',
    '\u3000',
    '\ufeff',
    '.',
  ),
});

test('any text has the counts of regular expressions', () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect(countsOf(text)).toEqual(plainCounts(text));
    }),
  );
});

test('the counts are the same however the text is split', () => {
  fc.assert(
    fc.property(anyText, fc.nat(), (text, cut) => {
      const place = cut % (text.length + 1);
      expect(countsOf(text.slice(0, place), text.slice(place))).toEqual(countsOf(text));
    }),
  );
});
