import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesInMemory } from '../previewed.ts';
import type { Encoding } from './encoding.ts';
import {
  countLines,
  countRows,
  type IndexedPage,
  indexLastPage,
  indexPage,
  lineNumber,
  pagesWithRows,
} from './page-index.ts';
import { findLastPage, pageOf, ROW_LETTERS, readTextPage, type TextPage } from './text-pages.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

const utf16 = (text: string, littleEndian: boolean) => {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), littleEndian);
  return new Uint8Array(view.buffer);
};

/** All pages of a text, read with so many bytes each. */
const pagesOf = (bytes: Uint8Array, pageBytes: number): { pages: TextPage[]; index: IndexedPage[] } => {
  const pages: TextPage[] = [];
  const index: IndexedPage[] = [];
  for (let start = 0; start < bytes.length; ) {
    const page = pageOf(bytes.subarray(start, start + pageBytes), start, bytes.length, pages[0]?.encoding);
    if (page === null) throw new Error('no text');
    pages.push(page);
    index.push(indexPage(page, index.at(-1)));
    start = page.end;
  }
  return { pages, index };
};

/** The lines with their numbers, put together from the rows of all pages. */
const numbered = ({ pages, index }: ReturnType<typeof pagesOf>): string[] => {
  const lines: string[] = [];
  for (const [n, page] of pages.entries())
    for (const row of page.rows) {
      const number = lineNumber(index[n] as IndexedPage, row);
      if (number === null) lines[lines.length - 1] += row.text;
      else lines[number - 1] = row.text;
    }
  return lines;
};

const linesOf = (text: string): string[] => {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
};

const aText = fc
  .array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.constantFrom('\n', '🐾', 'ä', '')))
  .map((parts) => parts.join('').replaceAll(/[\r\0\uFEFF]/g, ''));

describe('pages of a text', () => {
  it('have each line once, under its number, wherever pages are cut', () => {
    fc.assert(
      fc.property(aText, fc.integer({ min: 8, max: 200 }), (text, pageBytes) => {
        const read = pagesOf(utf8(text), pageBytes);
        expect(numbered(read)).toEqual(linesOf(text));
        expect(countLines(read.index)).toBe(linesOf(text).length);
        expect(countRows(read.index)).toBe(read.pages.flatMap(({ rows }) => rows).length);
      }),
    );
  });

  it('are cut between letters in UTF-16, too', () => {
    fc.assert(
      fc.property(aText, fc.integer({ min: 8, max: 60 }), fc.boolean(), (text, pageBytes, littleEndian) => {
        const bytes = utf16(`\uFEFF${text.toWellFormed()}`, littleEndian);
        expect(numbered(pagesOf(bytes, pageBytes))).toEqual(linesOf(text.toWellFormed()));
      }),
    );
  });

  it('never end where they begin, whatever the bytes are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1 }), fc.integer({ min: 4, max: 20 }), (bytes, pageBytes) => {
        for (let start = 0; start < bytes.length; ) {
          const page = pageOf(bytes.subarray(start, start + pageBytes), start, bytes.length, 'utf-8');
          expect(page?.end).toBeGreaterThan(start);
          start = page?.end ?? bytes.length;
        }
      }),
    );
  });

  it('show a long line in rows of which only the first has a number', () => {
    const line = 'x'.repeat(ROW_LETTERS * 2 + 1);
    const { pages, index } = pagesOf(utf8(`a\n${line}\nb\n`), 100_000);
    const [page] = pages;
    expect(page?.rows.map(({ text }) => text.length)).toEqual([1, ROW_LETTERS, ROW_LETTERS, 1, 1]);
    const numbers = page?.rows.map((row) => lineNumber(index[0] as IndexedPage, row));
    expect(numbers).toEqual([1, 2, null, null, 3]);
  });

  it('cut no pair of surrogates in two', () => {
    const { pages } = pagesOf(utf8(`x${'🐾'.repeat(ROW_LETTERS)}`), 100_000);
    expect(pages[0]?.rows.every(({ text }) => text.isWellFormed())).toBe(true);
  });

  it('have lines without the carriage returns of Windows', () => {
    expect(numbered(pagesOf(utf8('a\r\n\r\nb\r\n'), 100))).toEqual(['a', '', 'b']);
  });

  it('are windows-1252 where they are no UTF-8, and no text where there is a NUL', () => {
    expect(pageOf(new Uint8Array([0x47, 0x72, 0xfc, 0xdf, 0x65]), 0, 5)).toMatchObject({
      encoding: 'windows-1252',
      rows: [{ text: 'Grüße' }],
    });
    expect(pageOf(new Uint8Array([80, 75, 0, 4]), 0, 4)).toBeNull();
    expect(pageOf(new Uint8Array([0xff, 0x01, 0x80]), 0, 3)).toBeNull();
  });

  it('are read by ranges, the first of 64 kB', async () => {
    const ranges: number[][] = [];
    const source = bytesInMemory(utf8('0123456789\n'.repeat(100_000)));
    const counted = {
      ...source,
      read: (start: number, end: number) => (ranges.push([start, end]), source.read(start, end)),
    };
    const first = await readTextPage(counted, 0, undefined);
    await readTextPage(counted, first?.end ?? 0, first?.encoding);
    expect(ranges).toEqual([
      [0, 65_536],
      [65_527, 327_671],
    ]);
  });
});

describe('the last page of a text', () => {
  const lastLines = async (bytes: Uint8Array<ArrayBuffer>, encoding: Encoding): Promise<string[]> => {
    const source = bytesInMemory(bytes);
    const start = await findLastPage(source, encoding);
    const page = await readTextPage(source, start, encoding);
    if (page === null) throw new Error('no text');
    expect(page.end).toBe(bytes.length);
    expect(page.rows.map((row) => lineNumber(indexLastPage(page), row))).toEqual(page.rows.map(() => null));
    return page.rows.map(({ text }) => text);
  };

  it('has whole lines of any encoding, the last ones of the text', async () => {
    const lines = Array.from({ length: 20_000 }, (_, n) => `${n} 🐾 Grüße ${'ä'.repeat(n % 7)}`);
    const text = lines.join('\n');
    const inBytes = [
      [utf8(text), 'utf-8'],
      [utf16(`\uFEFF${text}`, true), 'utf-16le'],
      [utf16(`\uFEFF${text}`, false), 'utf-16be'],
    ] as const;
    for (const [bytes, encoding] of inBytes) {
      const last = await lastLines(bytes, encoding);
      expect(last.length).toBeGreaterThan(5_000);
      expect(last).toEqual(lines.slice(-last.length));
    }
  });

  it('begins between letters where a line is longer than it', async () => {
    for (const before of ['', 'x', 'xx', 'xxx']) {
      const text = `${before}${'🐾'.repeat(200_000)}`;
      expect((await lastLines(utf8(text), 'utf-8')).join('')).toMatch(/^(🐾)+$/u);
      expect((await lastLines(utf16(text, true), 'utf-16le')).join('')).toMatch(/^(🐾)+$/u);
    }
  });
});

describe('the pages that have some rows', () => {
  const { index } = pagesOf(utf8('a\nb\nc\nd\ne\nf\n'), 4);
  it.each([
    [0, 1, [0]],
    [1, 3, [0, 1]],
    [2, 6, [1, 2]],
    [0, 6, [0, 1, 2]],
  ])('from %i to %i', (from, to, expected) => {
    expect(pagesWithRows(index, from, to)).toEqual(expected.map((n) => index[n]));
  });
});
