import type { GridCell, GridJob, GridPage, Job } from '@pawprint/protocol';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { callRoute } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { mergeIntoQueries } from '../../api/reload-queries.ts';
import { statesIn } from '../../files/list/file-search.ts';

/** Which files the grid shows. */
export interface GridFilter {
  /** Only files with a cell in one of these states, which commas separate. */
  readonly state?: string | undefined;
  /** The cell is one of this extractor. */
  readonly extractor?: string | undefined;
  /** Part of the file's name. */
  readonly q?: string | undefined;
}

export const PAGE_ROWS = 35;

/** @param until the newest file of the list: later ones do not move its rows. Undefined: none is left out */
export const gridPageQuery = (
  datasetId: string,
  { state, extractor, q }: GridFilter,
  until: string | undefined,
  page: number,
) =>
  queryOptions({
    queryKey: keys.gridPage(datasetId, JSON.stringify({ state, extractor, q }), until ?? '', String(page)),
    queryFn: ({ signal }) =>
      callRoute('listGridFiles', {
        params: { id: datasetId },
        query: {
          offset: page * PAGE_ROWS,
          limit: PAGE_ROWS,
          ...(until === undefined ? {} : { until }),
          ...(statesIn(state).length === 0 ? {} : { state: [...statesIn(state)] }),
          ...(extractor === undefined ? {} : { extractor }),
          ...(q ? { q } : {}),
        },
        signal,
      }),
  });

/** The newest file of the dataset, after which the rows are counted. */
export const newestFileQuery = (datasetId: string, generation: number) =>
  queryOptions({
    queryKey: keys.gridPage(datasetId, 'newest', String(generation), ''),
    queryFn: async ({ signal }) => {
      const { files, total } = await callRoute('listGridFiles', {
        params: { id: datasetId },
        query: { limit: 1 },
        signal,
      });
      return { id: files[0]?.id, total };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Merges a live update into every page that has its file. */
export const mergeJobIntoPages = (queries: QueryClient, datasetId: string, job: Job): void => {
  const filters = { queryKey: keys.gridPages(datasetId) };
  mergeIntoQueries(queries, filters, () =>
    queries.setQueriesData<GridPage>(filters, (page) =>
      // The newest file's query stands under the same key, and has no cells.
      page && 'extractors' in page ? mergeJob(page, job) : page,
    ),
  );
};

export const mergeJob = (page: GridPage, job: Job): GridPage => {
  const index = page.files.findIndex(({ id }) => id === job.resource.id);
  const file = page.files[index];
  if (file === undefined) return page;
  const known = page.extractors.indexOf(job.extractor);
  const column = known < 0 ? page.extractors.length : known;
  const cell = laterCell(file.cells[column] ?? null, cellOf(job));
  return {
    ...page,
    extractors: known < 0 ? [...page.extractors, job.extractor] : page.extractors,
    files: page.files.with(index, {
      ...file,
      cells: Array.from({ length: Math.max(page.extractors.length, column + 1) }, (_, n) =>
        n === column ? cell : (file.cells[n] ?? null),
      ),
    }),
  };
};

export const cellOf = (job: Job): GridJob => ({
  job_id: job.id,
  state: job.state,
  stalled: job.flags.includes('stalled'),
  elapsed_ms: job.elapsed_ms,
  attempts: job.attempt_count,
  progress: job.progress,
  last_event_at: job.last_event_at,
});

/** Of two jobs, the one with the greater id was submitted later; of two snapshots of one, the later event is newer. */
const laterCell = (known: GridCell, update: GridJob): GridCell => {
  if (known === null || known === 'not_run') return update;
  if (known.job_id !== update.job_id) return update.job_id > known.job_id ? update : known;
  return update.last_event_at >= known.last_event_at ? update : known;
};
