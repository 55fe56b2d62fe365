import { aFileInfo } from '../files/builders.ts';
import { example } from '../gallery/example.tsx';
import { PENDING, Refusal } from '../gallery/fake-api.ts';
import { aDatasetExtractor } from '../jobs/builders.ts';
import { SubmitFileDialog } from './submit-file-dialog.tsx';

const extractors = [
  aDatasetExtractor({
    id: 'x1',
    description: 'Counts words, lines and characters.',
    process: { file: ['text/*'] },
  }),
  aDatasetExtractor({
    id: 'x2',
    name: 'ncsa.report',
    description: 'Writes a report of a file.',
    instances: { live: 0, late: 0, stopped: 0, gone: 1 },
    parameters: {
      schema: {
        title: { type: 'string', title: 'Title of the report', required: true },
        depth: { type: 'integer', title: 'Depth', default: 10, maximum: 50 },
        format: { type: 'string', title: 'Format', enum: ['pdf', 'html'] },
        draft: { type: 'boolean', title: 'A draft', description: 'With a mark on each page' },
      },
    },
  }),
  aDatasetExtractor({
    id: 'x3',
    name: 'ncsa.ocr',
    enabled: false,
    instances: { live: 0, late: 1, stopped: 0, gone: 0 },
  }),
  aDatasetExtractor({ id: 'x4', name: 'ncsa.faces', off_in_spaces: true }),
  aDatasetExtractor({ id: 'x5', name: 'ncsa.new', enabled: false, waits_for_approval: true }),
];

const JOB_ID = '01a20f3e-7d41-7c02-9a51-7fe0c3ab61d9';

const dialog = <SubmitFileDialog file={aFileInfo()} opened onClose={() => undefined} />;

export const Form = example(dialog, {
  listDatasetExtractors: extractors,
  submitFileExtraction: {
    status: 'OK',
    job_id: JOB_ID,
    jobs: [{ extractor: 'ncsa.wordcount', job_id: JOB_ID }],
  },
});

export const Refused = example(dialog, {
  listDatasetExtractors: extractors,
  submitFileExtraction: new Refusal(409, 'conflict', 'The extractor has just been switched off.'),
});

export const NoExtractors = example(dialog, { listDatasetExtractors: [] });

export const Loading = example(dialog, { listDatasetExtractors: PENDING });

export const Failed = example(dialog, {
  listDatasetExtractors: new Refusal(503, 'unavailable', 'The database does not answer.'),
});
