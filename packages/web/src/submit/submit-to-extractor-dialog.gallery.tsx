import { aDataset, aDatasetFile } from '../files/builders.ts';
import { example } from '../gallery/example.tsx';
import { aDatasetExtractor, anExtractor } from '../jobs/builders.ts';
import { SubmitToExtractorDialog } from './submit-to-extractor-dialog.tsx';

const files = [
  aDatasetFile('f1', { filename: 'plot-07.csv', contentType: 'text/csv' }),
  aDatasetFile('f2', { filename: 'plot-08.csv', contentType: 'text/csv' }),
];
const process = { file: ['text/*'] };
const parameters = {
  schema: { type: 'object', properties: { depth: { type: 'integer', title: 'Depth', default: 3 } } },
};
const answers = {
  listDatasets: [aDataset({ id: 'd1', name: 'Soil cores', file_count: 2 })],
  listDatasetExtractors: [aDatasetExtractor({ process, parameters })],
  findDatasetFiles: { items: files, next: null },
  submitDatasetFiles: { count: 1, jobs: [{ file_id: 'f1', job_id: 'job-f1' }], stopped: null },
};

const dialog = (
  <SubmitToExtractorDialog extractor={anExtractor({ process })} opened onClose={() => undefined} />
);

export const ChooseDataset = example(dialog, answers);

export const OffInSpace = example(dialog, {
  ...answers,
  listDatasetExtractors: [aDatasetExtractor({ process, off_in_spaces: true })],
});
