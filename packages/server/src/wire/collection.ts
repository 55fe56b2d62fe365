import type { Collection as WireCollection } from '@pawprint/protocol';
import type { Collection } from '../model/dataset.ts';
import { javaDate, time } from './time.ts';

/** As Scala's `List.toString`, which Clowder v1 puts into its answers. */
const scalaList = (items: readonly string[]): string => `List(${items.join(', ')})`;

export const collectionToWire = (collection: Collection): WireCollection => ({
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
  spaces: scalaList([]),
  created_at: time(collection.createdAt),
  created_by: collection.createdBy,
  children: [...collection.children],
  parents: [...collection.parents],
  dataset_count: collection.datasetCount,
});
