import type { DatasetGrid, GridCell, GridColumn, GridFile, GridJob, GridPage } from '@pawprint/protocol';
import { at } from '../jobs/builders.ts';

/** For tests and the gallery: complete values of the API. The caller overrides what the test is about. */

export const aGridJob = (over: Partial<GridJob> = {}): GridJob => ({
  job_id: '01a20f3e-7d41-7c02-9a51-7fe0c3ab61d9',
  state: 'SUCCEEDED',
  stalled: false,
  elapsed_ms: 7_100,
  attempts: 1,
  progress: null,
  last_event_at: at(5_500),
  ...over,
});

export const aGridFile = (id: string, cells: GridCell[], over: Partial<GridFile> = {}): GridFile => ({
  id,
  name: `plot-${id}-soil-cores.txt`,
  mime: 'text/plain',
  size_bytes: 48_200,
  cells,
  ...over,
});

export const aGridColumn = (extractor: string, over: Partial<GridColumn> = {}): GridColumn => ({
  extractor,
  states: { SUCCEEDED: 34 },
  not_run: 0,
  runs: true,
  ...over,
});

export const aGrid = (columns: GridColumn[], over: Partial<DatasetGrid> = {}): DatasetGrid => ({
  files: 48,
  columns,
  dataset_jobs: [],
  ...over,
});

export const aGridPage = (extractors: string[], files: GridFile[], total = files.length): GridPage => ({
  extractors,
  files,
  total,
});
