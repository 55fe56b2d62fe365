import { type QueryClient, queryOptions } from '@tanstack/react-query';
import type { Rectangle } from './cell-selection.ts';
import { type GridFilter, gridPageQuery, PAGE_ROWS } from './grid-queries.ts';
import { type GridLine, rowOf } from './use-grid-rows.ts';

/** What the rectangle of a selection is about. */
export interface SelectedArea {
  readonly rectangle: Rectangle;
  readonly datasetId: string;
  readonly datasetName: string;
  readonly filter: GridFilter;
  readonly until: string | undefined;
  /** The extractors of the selected columns. */
  readonly extractors: readonly string[];
  /** The dataset itself, which is the first row of the grid where it has jobs. */
  readonly datasetLine: GridLine | null;
}

/** All lines of a selection, also those that were never in sight. */
export const selectedLinesQuery = (queries: QueryClient, area: SelectedArea) =>
  queryOptions({
    queryKey: ['datasets', 'grid-selection', JSON.stringify(area)],
    queryFn: () => readSelectedLines(queries, area),
    gcTime: 0,
    staleTime: 0,
    structuralSharing: false,
  });

const readSelectedLines = async (queries: QueryClient, area: SelectedArea): Promise<GridLine[]> => {
  const { rectangle, datasetLine, datasetId, filter, until } = area;
  const shift = datasetLine ? 1 : 0;
  const lines: GridLine[] = datasetLine && rectangle.top === 0 ? [datasetLine] : [];
  const [from, to] = [Math.max(0, rectangle.top - shift), rectangle.bottom - shift];
  for (let page = Math.floor(from / PAGE_ROWS); page * PAGE_ROWS <= to; page += 1) {
    const answer = await queries.fetchQuery(gridPageQuery(datasetId, filter, until, page));
    for (let place = 0; place < PAGE_ROWS; place += 1) {
      const index = page * PAGE_ROWS + place;
      const row = index >= from && index <= to ? rowOf(answer, place) : undefined;
      if (row) lines.push(row);
    }
  }
  return lines;
};
