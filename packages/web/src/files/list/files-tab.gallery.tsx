import { example } from '../../gallery/example.tsx';
import { PENDING, Refusal } from '../../gallery/fake-api.ts';
import { aDatasetFile, aLatestJob } from '../builders.ts';
import { DropZone } from '../upload/drop-zone.tsx';
import { useFileSelection } from './file-selection.tsx';
import { FilesTab } from './files-tab.tsx';

const files = [
  aDatasetFile('f3', {
    filename: 'a-scan-of-the-third-core-with-a-name-that-is-too-long-for-its-column-2025-06-14.png',
    contentType: 'image/png',
    size_bytes: 106_000,
    thumbnail: 't1',
    latest_jobs: [
      aLatestJob('image-preview'),
      aLatestJob('file-digest', { state: 'RUNNING' }),
      aLatestJob('word-count', { state: 'SKIPPED' }),
    ],
  }),
  aDatasetFile('f2', {
    filename: 'measurements.csv',
    contentType: 'text/csv',
    latest_jobs: [aLatestJob('word-count', { state: 'FAILED' }), aLatestJob('file-digest')],
  }),
  aDatasetFile('f1', { filename: 'report.pdf', contentType: 'application/pdf', made_by_job: 'j1' }),
];

const DatasetFiles = () => (
  <FilesTab
    datasetId="d1"
    total={3}
    zone={<DropZone dragging={false} onChoose={() => undefined} />}
    selection={useFileSelection()}
    onSubmit={() => undefined}
  />
);

export const WithFiles = example(<DatasetFiles />, { listDatasetFiles: files });

export const Empty = example(<DatasetFiles />, { listDatasetFiles: [] });

export const Loading = example(<DatasetFiles />, { listDatasetFiles: PENDING });

export const Failed = example(<DatasetFiles />, {
  listDatasetFiles: new Refusal(503, 'unavailable', 'The database does not answer.'),
});
