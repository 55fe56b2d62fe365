import type { DataTransaction } from '../../data/ports.ts';
import { existingUser } from './existing-user.ts';

export interface Joined {
  readonly by: string | null;
  readonly at: Date;
}

/** What is in already stays as it is. */
export const insertIntoCollections = async (
  trx: DataTransaction,
  collectionIds: readonly string[],
  datasetId: string,
  { by, at }: Joined,
): Promise<void> => {
  if (collectionIds.length === 0) return;
  const added_by = existingUser(by);
  await trx
    .insertInto('collection_datasets')
    .values(collectionIds.map((id) => ({ collection_id: id, dataset_id: datasetId, added_at: at, added_by })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

export const removeFromCollection = async (
  trx: DataTransaction,
  collectionId: string,
  datasetId: string,
): Promise<void> => {
  await trx
    .deleteFrom('collection_datasets')
    .where('collection_id', '=', collectionId)
    .where('dataset_id', '=', datasetId)
    .execute();
};

export const insertParents = async (
  trx: DataTransaction,
  childId: string,
  parentIds: readonly string[],
): Promise<void> => {
  if (parentIds.length === 0) return;
  await trx
    .insertInto('collection_parents')
    .values(parentIds.map((id) => ({ parent_id: id, child_id: childId })))
    .execute();
};
