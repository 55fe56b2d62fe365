import { useState } from 'react';
import { example } from '../../gallery/example.tsx';
import { PENDING, Refusal } from '../../gallery/fake-api.ts';
import { aDatasetFile, aLatestJob } from '../builders.ts';
import { DropZone } from '../upload/drop-zone.tsx';
import type { FileCounts } from './file-filters.tsx';
import type { FileSearch } from './file-search.ts';
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

const DatasetFiles = ({
  initial = {},
  total = 3,
}: {
  readonly initial?: FileSearch;
  readonly total?: number;
}) => {
  const [search, setSearch] = useState(initial);
  return (
    <FilesTab
      datasetId="d1"
      total={total}
      search={search}
      onSearch={(change) => setSearch({ ...search, ...change })}
      zone={<DropZone dragging={false} onChoose={() => undefined} />}
      selection={useFileSelection()}
      onSubmit={() => undefined}
    />
  );
};

const counts = {
  total: 3,
  size_bytes: 111_680,
  types: [
    { type: 'image/png', count: 1 },
    { type: 'text/csv', count: 1 },
    { type: 'application/pdf', count: 1 },
  ],
  states: [
    { state: 'FAILED', count: 1 },
    { state: 'RUNNING', count: 1 },
    { state: 'SKIPPED', count: 1 },
    { state: 'SUCCEEDED', count: 2 },
    { state: 'NOT_RUN', count: 1 },
  ],
  extractors: ['file-digest', 'image-preview', 'word-count'],
} satisfies FileCounts;

const answers = { findDatasetFiles: { items: files, next: null }, countDatasetFiles: counts };
const nothing = {
  findDatasetFiles: { items: [], next: null },
  countDatasetFiles: { ...counts, total: 0, size_bytes: 0, types: [], states: [] },
};

export const WithFiles = example(<DatasetFiles />, answers);

export const Gallery = example(<DatasetFiles initial={{ view: 'gallery' }} />, answers);

export const Empty = example(<DatasetFiles total={0} />, nothing);

export const NothingFound = example(<DatasetFiles initial={{ q: 'clay', state: 'FAILED' }} />, nothing);

export const Loading = example(<DatasetFiles />, { ...answers, findDatasetFiles: PENDING });

export const Failed = example(<DatasetFiles />, {
  ...answers,
  findDatasetFiles: new Refusal(500, 'internal', 'The database does not answer.'),
});
