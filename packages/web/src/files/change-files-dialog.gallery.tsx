import { example } from '../gallery/example.tsx';
import { aDataset } from './builders.ts';
import { ChangeFilesDialog } from './change-files-dialog.tsx';

const preview = {
  eligible: 48,
  not_eligible: [],
  sample: ['plot-07-soil-cores.txt', 'plot-07-overview.tif'].map((name) => ({
    job_id: null,
    extractor: null,
    resource: { type: 'file' as const, id: name, name },
  })),
};
const open = {
  ...preview,
  not_eligible: [{ reason: 'job_open' as const, text: 'It has a job that has not ended.', count: 2 }],
};

const dialog = (change: 'tag_files' | 'move_files' | 'delete_files') => (
  <ChangeFilesDialog
    change={change}
    datasetId="d1"
    files={{ filter: { state: ['FAILED'] } }}
    opened
    onClose={() => undefined}
  />
);

export const TagFiles = example(dialog('tag_files'), { tagDatasetFiles: preview });

export const MoveFiles = example(dialog('move_files'), {
  listDatasets: [aDataset({ id: 'd2', name: 'Archive of cores' }), aDataset()],
  moveDatasetFiles: open,
});

export const DeleteFiles = example(dialog('delete_files'), { deleteDatasetFiles: preview });
