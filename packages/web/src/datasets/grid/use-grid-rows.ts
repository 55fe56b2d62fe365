import type { GridCell, GridFile, GridPage, Job } from '@pawprint/protocol';
import { useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/query-keys.ts';
import { reloadQueries } from '../../api/reload-queries.ts';
import { type LiveJobs, useLiveJobs } from '../../jobs/live/use-live-jobs.ts';
import {
  type GridFilter,
  gridPageQuery,
  mergeJobIntoPages,
  newestFileQuery,
  PAGE_ROWS,
} from './grid-queries.ts';

/** A line of the grid, with its cells by the names of extractors. */
export interface GridLine {
  /** Null: the dataset itself. */
  readonly file: GridFile | null;
  readonly cell: (extractor: string) => GridCell;
}

export interface GridRows {
  /** How many files meet the filter; undefined until it is known. */
  readonly total: number | undefined;
  /** Undefined: it is being loaded. */
  readonly row: (index: number) => GridLine | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
  readonly live: LiveJobs;
  /** How many files were added since the rows were counted. */
  readonly added: number;
  readonly showAdded: () => void;
  /** The newest file when the rows were counted. */
  readonly until: string | undefined;
}

/**
 * The rows in sight, page by page from any place of the list. Rows keep their places while files are added.
 *
 * @param inSight indexes of the first row and of the one after the last
 * @param files how many files the dataset has now
 */
export const useGridRows = (
  datasetId: string,
  filter: GridFilter,
  inSight: { readonly from: number; readonly to: number },
  files: number,
): GridRows => {
  const queries = useQueryClient();
  const [generation, setGeneration] = useState(0);
  const newest = useQuery(newestFileQuery(datasetId, generation));
  const until = newest.data?.id;
  const first = Math.floor(inSight.from / PAGE_ROWS);
  const last = Math.max(first, Math.floor(Math.max(0, inSight.to - 1) / PAGE_ROWS));
  const wanted = newest.data === undefined ? [] : numbersFrom(first, last);
  const pages = useQueries({
    queries: wanted.map((page) => gridPageQuery(datasetId, filter, until, page)),
    combine: (results) => ({
      pages: new Map(results.map(({ data }, n) => [first + n, data])),
      error: results.find(({ error }) => error)?.error ?? null,
    }),
  });
  const live = useLiveJobs(
    { dataset_id: datasetId },
    {
      onJob: (job: Job) => mergeJobIntoPages(queries, datasetId, job),
      onCatchUp: () => void reloadQueries(queries, { queryKey: keys.gridPages(datasetId) }),
    },
  );
  const [total, setTotal] = useState<{ readonly of: string; readonly count: number }>();
  const of = JSON.stringify({ filter, until });
  const counted = [...pages.pages.values()].find((page) => page !== undefined)?.total;
  // The total of the rows that were seen before holds while other pages are loaded.
  if (counted !== undefined && (total?.of !== of || total.count !== counted))
    setTotal({ of, count: counted });
  return {
    total: counted ?? (total?.of === of ? total.count : undefined),
    row: (index) => rowOf(pages.pages.get(Math.floor(index / PAGE_ROWS)), index % PAGE_ROWS),
    error: newest.error ?? pages.error,
    retry: () => void reloadQueries(queries, { queryKey: keys.gridPages(datasetId) }),
    live,
    added: newest.data === undefined ? 0 : Math.max(0, files - newest.data.total),
    showAdded: () => setGeneration((before) => before + 1),
    until,
  };
};

const numbersFrom = (first: number, last: number): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, n) => first + n);

export const rowOf = (page: GridPage | undefined, place: number): GridLine | undefined =>
  page && linesOf(page)[place];

/** The same lines until the page changes, so that rows that are in the DOM are not rendered again while scrolling. */
const linesOf = (page: GridPage): readonly GridLine[] => {
  const known = linesOfPages.get(page);
  if (known) return known;
  const places = new Map(page.extractors.map((extractor, place) => [extractor, place]));
  const lines = page.files.map((file) => ({
    file,
    cell: (extractor: string) => file.cells[places.get(extractor) ?? -1] ?? null,
  }));
  linesOfPages.set(page, lines);
  return lines;
};

const linesOfPages = new WeakMap<GridPage, readonly GridLine[]>();
