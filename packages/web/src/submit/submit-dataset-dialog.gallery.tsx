import { aDataset, aDatasetFile } from '../files/builders.ts';
import { example } from '../gallery/example.tsx';
import { aDatasetExtractor } from '../jobs/builders.ts';
import { SubmitDatasetDialog } from './submit-dataset-dialog.tsx';

const files = [
  aDatasetFile('f1', { filename: 'a.csv', contentType: 'text/csv' }),
  aDatasetFile('f2', { filename: 'b.csv', contentType: 'text/csv' }),
  aDatasetFile('f3', { filename: 'core.png', contentType: 'image/png' }),
];
const extractors = [
  aDatasetExtractor({ process: { file: ['text/*'] } }),
  aDatasetExtractor({ id: 'x2', name: 'ncsa.dataset-report', process: { dataset: ['file.added'] } }),
];
const answers = { findDatasetFiles: { items: files, next: null }, listDatasetExtractors: extractors };

const dialog = (selected: readonly string[]) => (
  <SubmitDatasetDialog
    dataset={aDataset()}
    selected={{ of: 'ids', ids: new Set(selected) }}
    opened
    onClose={() => undefined}
  />
);

export const AllFiles = example(dialog([]), {
  ...answers,
  submitDatasetFiles: {
    count: 3,
    jobs: files.map(({ id }) => ({ file_id: id, job_id: `job-${id}` })),
    stopped: null,
  },
});

export const SelectedFiles = example(dialog(['f1']), answers);

export const StoppedHalfway = example(dialog([]), {
  ...answers,
  submitDatasetFiles: {
    count: 1,
    jobs: [{ file_id: 'f1', job_id: 'job-f1' }],
    stopped: 'The disk is full.',
  },
});
