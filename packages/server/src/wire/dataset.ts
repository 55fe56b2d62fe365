import type { Collection as WireCollection, Dataset as WireDataset } from '@pawprint/protocol';
import type { Collection, Dataset } from '../model/dataset.ts';
import { javaDate, time } from './time.ts';

/** @param spaces the ids of those that the caller sees */
export const datasetToWire = (dataset: Dataset, spaces: readonly string[]): WireDataset => ({
  id: dataset.id,
  name: dataset.name,
  description: dataset.description,
  created: javaDate(dataset.createdAt),
  thumbnail: dataset.thumbnailId,
  authorId: dataset.createdBy?.id ?? '',
  spaces: [...spaces],
  resource_type: 'dataset',
  created_at: time(dataset.createdAt),
  created_by: dataset.createdBy,
  file_count: dataset.fileCount,
  size_bytes: dataset.sizeBytes,
  tags: [...dataset.tags],
});

/** As Scala's `List.toString`, which Clowder v1 puts into its answers. */
const scalaList = (items: readonly string[]): string => `List(${items.join(', ')})`;

/** @param spaces the ids of those that the caller sees */
export const collectionToWire = (collection: Collection, spaces: readonly string[]): WireCollection => ({
  id: collection.id,
  name: collection.name,
  description: collection.description,
  created: javaDate(collection.createdAt),
  author: collection.createdBy?.name ?? '',
  root_flag: String(collection.parents.length === 0),
  child_collection_ids: scalaList(collection.children),
  parent_collection_ids: scalaList(collection.parents),
  childCollectionsCount: String(collection.children.length),
  datasetCount: String(collection.datasetCount),
  spaces: scalaList(spaces),
  created_at: time(collection.createdAt),
  created_by: collection.createdBy,
  children: [...collection.children],
  parents: [...collection.parents],
  dataset_count: collection.datasetCount,
});
