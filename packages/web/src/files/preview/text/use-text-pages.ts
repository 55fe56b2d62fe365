import { queryOptions, useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../../api/query-keys.ts';
import type { Previewed } from '../previewed.ts';
import type { Encoding } from './encoding.ts';
import {
  countRows,
  type IndexedPage,
  indexLastPage,
  indexPage,
  lineNumber,
  pagesWithRows,
} from './page-index.ts';
import { findLastPage, readTextPage, type TextPage } from './text-pages.ts';

/** A browser cannot lay out an element that is much higher. */
const MOST_ROWS = 1_000_000;

export interface ShownRow {
  readonly text: string;
  /** Null where a line goes on. */
  readonly number: number | null;
}

export interface TextPages {
  readonly pages: readonly IndexedPage[];
  readonly rowCount: number;
  readonly encoding: Encoding | undefined;
  readonly isBinary: boolean;
  readonly isWhole: boolean;
  /** The rest of the text is not shown. */
  readonly isCut: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
  readonly loadMore: (() => void) | undefined;
}

/**
 * The rows of a text, read page by page as they are needed. Where pages are is kept; their texts are dropped some time
 * after they were last in sight.
 */
export const useTextPages = (of: Previewed): TextPages => {
  const [pages, setPages] = useState<readonly IndexedPage[]>([]);
  const [isMoreWanted, setMoreWanted] = useState(true);
  const last = pages.at(-1);
  const rowCount = countRows(pages);
  const isWhole = of.bytes.size === 0 || last?.end === of.bytes.size;
  const canGrow = !isWhole && rowCount < MOST_ROWS;
  const { data, error, refetch } = useQuery({
    ...textPageQuery(of, last?.end ?? 0, last?.encoding),
    enabled: canGrow && isMoreWanted,
  });
  if (canGrow && isMoreWanted && data && data.start === (last?.end ?? 0)) {
    setPages([...pages, indexPage(data, last)]);
    setMoreWanted(false);
  }
  return {
    pages,
    rowCount,
    encoding: last?.encoding,
    isBinary: data === null,
    isWhole,
    isCut: !isWhole && !canGrow,
    error: canGrow && isMoreWanted ? error : null,
    retry: () => void refetch(),
    loadMore: canGrow && !isMoreWanted ? () => setMoreWanted(true) : undefined,
  };
};

/** The last page of a text, read without what is before it; without pages until it is there. */
export const useLastPage = (of: Previewed, encoding: Encoding | undefined, isWanted: boolean): TextPages => {
  const start = useQuery({
    queryKey: keys.preview(of.key, 'start of the last page'),
    queryFn: ({ signal }) => findLastPage(of.bytes, encoding ?? 'utf-8', signal),
    enabled: isWanted && encoding !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const page = useQuery({
    ...textPageQuery(of, start.data ?? 0, encoding),
    enabled: isWanted && start.data !== undefined,
  });
  const pages = start.data !== undefined && page.data ? [indexLastPage(page.data)] : [];
  return {
    pages,
    rowCount: countRows(pages),
    encoding,
    isBinary: false,
    isWhole: false,
    isCut: false,
    error: isWanted ? (start.error ?? page.error) : null,
    retry: () => void (start.error ? start.refetch() : page.refetch()),
    loadMore: undefined,
  };
};

/** The rows of these indexes; undefined for those that are being read. */
export const useRowTexts = (
  of: Previewed,
  pages: readonly IndexedPage[],
  from: number,
  to: number,
): ((row: number) => ShownRow | undefined) => {
  const inSight = pagesWithRows(pages, from, to);
  const texts = useQueries({
    queries: inSight.map(({ start, encoding }) =>
      textPageQuery(of, start, start === 0 ? undefined : encoding),
    ),
  });
  return (row) => {
    const nth = inSight.findLastIndex(({ firstRow }) => firstRow <= row);
    const page = inSight[nth];
    const shown = page && texts[nth]?.data?.rows[row - page.firstRow];
    return shown && { text: shown.text, number: lineNumber(page, shown) };
  };
};

const TEXT_KEPT_MS = 60_000;

const textPageQuery = (of: Previewed, start: number, encoding: Encoding | undefined) =>
  queryOptions({
    queryKey: keys.preview(of.key, `page ${start}`),
    queryFn: ({ signal }): Promise<TextPage | null> => readTextPage(of.bytes, start, encoding, signal),
    // What was uploaded never changes.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: TEXT_KEPT_MS,
  });
