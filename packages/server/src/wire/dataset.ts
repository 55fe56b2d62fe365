import type { Dataset as WireDataset } from '@pawprint/protocol';
import type { Dataset } from '../model/dataset.ts';
import { javaDate, time } from './time.ts';

export const datasetToWire = (dataset: Dataset): WireDataset => ({
  id: dataset.id,
  name: dataset.name,
  description: dataset.description,
  created: javaDate(dataset.createdAt),
  thumbnail: dataset.thumbnailId,
  authorId: dataset.createdBy?.id ?? '',
  spaces: [],
  resource_type: 'dataset',
  created_at: time(dataset.createdAt),
  created_by: dataset.createdBy,
  file_count: dataset.fileCount,
  size_bytes: dataset.sizeBytes,
  tags: [...dataset.tags],
});
