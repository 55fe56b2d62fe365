import type { ByteSource } from '../previewed.ts';
import { decode, type Encoding, sniffEncoding, startOfLine, wholeLines } from './encoding.ts';

/** A line, or a piece of one that is too long for one row. */
export interface TextRow {
  readonly text: string;
  /** The number of the line within the page, from 0; null for what goes on in a row of its own. */
  readonly line: number | null;
}

/** Whole lines, or as much of a line as a page holds. The next page begins where this one ends. */
export interface TextPage {
  readonly encoding: Encoding;
  /** Bytes. */
  readonly start: number;
  readonly end: number;
  readonly rows: readonly TextRow[];
  /** How many lines have a part here. */
  readonly lineCount: number;
  /** The last line goes on in the next page. */
  readonly endsInLine: boolean;
}

/** The first page is what a screen needs; those that follow are larger, since there are fewer requests then. */
const FIRST_PAGE_BYTES = 65_536;
const PAGE_BYTES = 262_144;

/**
 * Reads the page that begins at a byte, which has to be 0 or the end of another page. Null if the bytes are no text.
 *
 * @param encoding undefined for the first page, by whose bytes it is recognised
 */
export const readTextPage = async (
  source: ByteSource,
  start: number,
  encoding: Encoding | undefined,
  signal?: AbortSignal,
): Promise<TextPage | null> => {
  const length = start === 0 ? FIRST_PAGE_BYTES : PAGE_BYTES;
  const bytes = await source.read(start, start + length, signal);
  return pageOf(bytes, start, source.size, encoding);
};

/** A text has an end of its own if it has more than one page can hold. */
export const hasEnd = ({ size }: ByteSource): boolean => size > PAGE_BYTES;

/** A longer line is cut at the beginning of the last page. */
const MOST_LINE_BYTES = 16_384;

/** Where the last page of a text begins, for one that was not read until there. */
export const findLastPage = async (
  source: ByteSource,
  encoding: Encoding,
  signal?: AbortSignal,
): Promise<number> => {
  const from = source.size - PAGE_BYTES;
  // Letters of UTF-16 begin at even bytes.
  const start = from + (from % 2);
  return start + startOfLine(await source.read(start, start + MOST_LINE_BYTES, signal), encoding);
};

/** The page that begins with these bytes. */
export const pageOf = (
  bytes: Uint8Array,
  start: number,
  sizeOfFile: number,
  known?: Encoding,
): TextPage | null => {
  const isLast = start + bytes.length >= sizeOfFile;
  const encoding = known ?? sniffEncoding(bytes, isLast);
  if (encoding === null) return null;
  const length = isLast ? bytes.length : wholeLines(bytes, encoding);
  const text = decode(bytes.subarray(0, length), encoding);
  const lines = text.split('\n');
  const endsInLine = lines.at(-1) !== '';
  if (!endsInLine) lines.pop();
  return {
    encoding,
    start,
    end: start + length,
    rows: lines.flatMap(rowsOfLine),
    lineCount: lines.length,
    endsInLine,
  };
};

/** A longer line would make rows that a browser cannot lay out. */
export const ROW_LETTERS = 2000;

const rowsOfLine = (line: string, number: number): TextRow[] => {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  if (text.length <= ROW_LETTERS) return [{ text, line: number }];
  const rows: TextRow[] = [];
  for (let at = 0; at < text.length; ) {
    const end = isFirstOfPair(text, at + ROW_LETTERS - 1) ? at + ROW_LETTERS - 1 : at + ROW_LETTERS;
    rows.push({ text: text.slice(at, end), line: at === 0 ? number : null });
    at = end;
  }
  return rows;
};

const isFirstOfPair = (text: string, at: number): boolean => /[\uD800-\uDBFF]/.test(text[at] ?? '');
