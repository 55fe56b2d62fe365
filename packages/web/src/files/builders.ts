import type { DatasetFile, FileInfo, LatestJob, ShownDataset } from '@pawprint/protocol';
import { at } from '../jobs/builders.ts';

/** For tests and the gallery: complete values of the API. The caller overrides what the test is about. */

const ANA = { id: 'u1', name: 'Ana Ruiz' };

export const aDataset = (over: Partial<ShownDataset> = {}): ShownDataset => ({
  id: 'd1',
  name: 'Prairie soil cores',
  description: 'Cores taken along the eastern transect.',
  created: '',
  thumbnail: null,
  authorId: 'u1',
  spaces: [],
  resource_type: 'dataset',
  created_at: at(0),
  changed_at: at(0),
  created_by: ANA,
  file_count: 3,
  size_bytes: 159_000,
  tags: [],
  ...over,
});

export const aDatasetFile = (id: string, over: Partial<DatasetFile> = {}): DatasetFile => ({
  id,
  filename: `${id}.txt`,
  contentType: 'text/plain',
  'date-created': '',
  size: '2840',
  thumbnail: null,
  created_at: at(0),
  size_bytes: 2840,
  sha256: '',
  uploaded_by: ANA,
  made_by_job: null,
  latest_jobs: [],
  ...over,
});

export const aLatestJob = (extractor: string, over: Partial<LatestJob> = {}): LatestJob => ({
  extractor,
  job_id: `job-of-${extractor}`,
  state: 'SUCCEEDED',
  elapsed_ms: 7100,
  last_event_at: at(7100),
  ...over,
});

export const aFileInfo = (over: Partial<FileInfo> = {}): FileInfo => ({
  id: 'f1',
  filename: 'plot-07-soil-cores.txt',
  filedescription: '',
  'content-type': 'text/plain',
  'date-created': '',
  size: '2840',
  thumbnail: null,
  authorId: 'u1',
  status: 'PROCESSED',
  views: '0',
  downloads: '0',
  path: '',
  created_at: at(0),
  size_bytes: 2840,
  sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  uploaded_by: ANA,
  made_by_job: null,
  mime: { by_name: 'text/plain', by_content: null },
  dataset: { id: 'd1', name: 'Prairie soil cores' },
  tags: ['2025', 'transect east'],
  previews: [],
  metadata_count: 1,
  ...over,
});
