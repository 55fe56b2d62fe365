import type { GridCell, GridPage } from '@pawprint/protocol';
import { useSearch } from '@tanstack/react-router';
import { example } from '../../gallery/example.tsx';
import { PENDING, Refusal } from '../../gallery/fake-api.ts';
import { aGrid, aGridColumn, aGridFile, aGridJob, aGridPage } from '../builders.ts';
import { DatasetSummary } from '../dataset-summary.tsx';
import { GridTab } from './grid-tab.tsx';

const dataset = { id: 'd1', name: 'Prairie soil cores 2026', file_count: 5_000 };

const NAMES = [
  'ncsa.image.preview',
  'ncsa.test-file-extractor-with-a-long-name',
  'ncsa.wordcount',
  'rig.slow',
];

const columns = [
  aGridColumn('ncsa.image.preview', { states: { SUCCEEDED: 2_480 }, not_run: 20 }),
  aGridColumn('ncsa.test-file-extractor-with-a-long-name', { states: { FAILED: 16, SUCCEEDED: 2_484 } }),
  aGridColumn('ncsa.wordcount', { states: { SUCCEEDED: 2_495, QUEUED: 4 }, not_run: 1 }),
  aGridColumn('rig.slow', { states: { RUNNING: 1, LOST: 1, SKIPPED: 2_498 }, runs: false }),
];

const CELLS: readonly GridCell[] = [
  aGridJob(),
  aGridJob({ state: 'FAILED', attempts: 11 }),
  'not_run',
  aGridJob({ state: 'RUNNING', progress: 0.6 }),
  aGridJob({ state: 'QUEUED' }),
  null,
  aGridJob({ state: 'LOST' }),
  aGridJob({ state: 'RUNNING', stalled: true, attempts: 2 }),
  aGridJob({ state: 'SKIPPED' }),
  aGridJob({ state: 'RESUBMITTED', attempts: 3 }),
  aGridJob({ state: 'CANCELLED' }),
];

const cellOf = (row: number, column: number): GridCell =>
  CELLS[(row * 3 + column * 4) % CELLS.length] ?? null;

/** Answers any page of so many files. */
const pagesOf =
  (total: number) =>
  (query: URLSearchParams): GridPage => {
    const offset = Number(query.get('offset') ?? 0);
    const count = Math.min(Number(query.get('limit') ?? 100), total - offset);
    const files = Array.from({ length: count }, (_, n) => {
      const row = offset + n;
      return aGridFile(
        String(total - row),
        NAMES.map((_name, column) => cellOf(row, column)),
        row % 2 === 1 ? { name: `plot-${total - row}-overview.tif`, mime: 'image/tiff' } : {},
      );
    });
    return aGridPage(NAMES, files, total);
  };

const Whole = () => (
  <>
    <DatasetSummary dataset={dataset} />
    <GridTab dataset={dataset} filter={{}} />
  </>
);

export const ManyFiles = example(<Whole />, {
  showDatasetGrid: aGrid(columns, { files: 5_000 }),
  listGridFiles: pagesOf(5_000),
});

const few = { ...dataset, file_count: 3 };

export const WithJobsOnTheDataset = example(<GridTab dataset={few} filter={{}} />, {
  showDatasetGrid: aGrid(columns, {
    files: 3,
    dataset_jobs: [{ extractor: 'rig.slow', ...aGridJob({ state: 'FAILED' }) }],
  }),
  listGridFiles: pagesOf(3),
});

export const Filtered = example(
  <GridTab dataset={few} filter={{ state: 'FAILED', extractor: 'ncsa.wordcount', q: 'plot' }} />,
  { showDatasetGrid: aGrid(columns, { files: 3 }), listGridFiles: pagesOf(2) },
);

const Chosen = () => {
  const { columns: chosen = 'rig.slow,ncsa.wordcount,rig.removed' } = useSearch({ strict: false });
  return <GridTab dataset={few} filter={{}} columns={chosen} />;
};

/** Columns that the reader has chosen, one of them no longer there. */
export const SomeColumns = example(<Chosen />, {
  showDatasetGrid: aGrid(columns, { files: 3 }),
  listGridFiles: pagesOf(3),
});

export const NewFiles = example(<GridTab dataset={few} filter={{}} />, {
  showDatasetGrid: aGrid(columns, { files: 5 }),
  listGridFiles: pagesOf(3),
});

export const NoMatch = example(<GridTab dataset={few} filter={{ state: 'LOST' }} />, {
  showDatasetGrid: aGrid(columns, { files: 3 }),
  listGridFiles: pagesOf(0),
});

export const AllDone = example(<DatasetSummary dataset={few} />, {
  showDatasetGrid: aGrid([aGridColumn('ncsa.wordcount', { states: { SUCCEEDED: 3 } })], { files: 3 }),
});

export const NoExtractor = example(<GridTab dataset={few} filter={{}} />, {
  showDatasetGrid: aGrid([], { files: 3 }),
});

export const Loading = example(<GridTab dataset={few} filter={{}} />, { showDatasetGrid: PENDING });

export const Failed = example(<GridTab dataset={few} filter={{}} />, {
  showDatasetGrid: new Refusal(500, 'internal', 'The database does not answer.'),
});
