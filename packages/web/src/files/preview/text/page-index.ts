import type { Encoding } from './encoding.ts';
import type { TextPage, TextRow } from './text-pages.ts';

/** Where a page that was read stands among all rows. Its text may have been dropped since, and is read again then. */
export interface IndexedPage {
  readonly encoding: Encoding;
  readonly start: number;
  readonly end: number;
  readonly firstRow: number;
  readonly rowCount: number;
  /** The number of its first line, from 1; null if what is before it was not read. */
  readonly firstLine: number | null;
  readonly lineCount: number;
  /** Its first row goes on with a line of the page before. */
  readonly continuesLine: boolean;
  readonly endsInLine: boolean;
}

/** The last page of a text, without those before it. */
export const indexLastPage = (page: TextPage): IndexedPage => ({
  ...indexPage(page, undefined),
  firstLine: null,
});

/** The page that follows the last of these. */
export const indexPage = (page: TextPage, before: IndexedPage | undefined): IndexedPage => {
  const continuesLine = before?.endsInLine ?? false;
  return {
    encoding: page.encoding,
    start: page.start,
    end: page.end,
    firstRow: before ? before.firstRow + before.rowCount : 0,
    rowCount: page.rows.length,
    firstLine: countLines(before ? [before] : []) + (continuesLine ? 0 : 1),
    lineCount: page.lineCount,
    continuesLine,
    endsInLine: page.endsInLine,
  };
};

/** The number of the line that begins in a row; null where the row goes on with a line, or nobody knows. */
export const lineNumber = ({ firstLine, continuesLine }: IndexedPage, { line }: TextRow): number | null =>
  line === null || firstLine === null || (line === 0 && continuesLine) ? null : firstLine + line;

/** The pages that have any of these rows. `pages` are in order. */
export const pagesWithRows = (
  pages: readonly IndexedPage[],
  from: number,
  to: number,
): readonly IndexedPage[] => {
  const first = pages.findLastIndex(({ firstRow }) => firstRow <= from);
  const last = pages.findLastIndex(({ firstRow }) => firstRow < to);
  return pages.slice(Math.max(0, first), last + 1);
};

export const countRows = (pages: readonly IndexedPage[]): number => {
  const last = pages.at(-1);
  return last ? last.firstRow + last.rowCount : 0;
};

/** Until the end of the last of these; 0 where numbers are not known. */
export const countLines = (pages: readonly IndexedPage[]): number => {
  const last = pages.at(-1);
  return last && last.firstLine !== null ? last.firstLine + last.lineCount - 1 : 0;
};
