import { v7 as uuidv7 } from 'uuid';
import { requireAll, requireCollection, requireDataset } from '../access/require-resource.ts';
import { type Caller, responsibleUser } from '../model/caller.ts';
import { COLLECTION_NOT_FOUND, DATASET_NOT_FOUND, FORBIDDEN, type Refusal } from '../model/refusal.ts';
import { storableText } from '../model/storable.ts';
import { recordAct } from '../store/audit.ts';
import {
  insertCollection,
  insertIntoCollections,
  insertParents,
  lockCollection,
  lockCollections,
  removeCollection,
  removeFromCollection,
} from '../store/datasets/collections.ts';
import { lockDataset } from '../store/datasets/datasets.ts';
import type { DatasetPorts } from './ports.ts';

type Ports = Pick<DatasetPorts, 'db' | 'hasRight' | 'now'>;

interface CollectionDraft {
  readonly name: string;
  readonly description: string;
  /** The collections to which the new one is added. */
  readonly parentIds: readonly string[];
}

/** Creates a collection in all of its parents, or not at all. */
export const createCollection = async (
  ports: Ports,
  caller: Caller,
  { name, description, parentIds }: CollectionDraft,
): Promise<{ readonly id: string } | Refusal> => {
  if (caller.kind !== 'user' || !(await ports.hasRight(caller, 'create', { type: 'instance' })))
    return FORBIDDEN;
  const parents = await requireAll(parentIds, (id) => requireCollection(ports, caller, 'change', id));
  if ('refused' in parents) return parents;
  const ids = parents.map((parent) => parent.id);
  return ports.db.transaction().execute(async (trx) => {
    if ((await lockCollections(trx, ids)) < ids.length) return COLLECTION_NOT_FOUND;
    const id = uuidv7();
    await insertCollection(trx, {
      id,
      name: storableText(name),
      description: storableText(description),
      createdAt: ports.now(),
      createdBy: caller.id,
    });
    await insertParents(trx, id, ids);
    return { id };
  });
};

/** Deletes its previews too, but no dataset or collection in it. */
export const deleteCollection = async (
  ports: Pick<DatasetPorts, 'db' | 'hasRight' | 'now' | 'wakeBlobSweeper'>,
  caller: Caller,
  id: string,
): Promise<Refusal | undefined> => {
  const collection = await requireCollection(ports, caller, 'delete', id);
  if ('refused' in collection) return collection;
  const removed = await ports.db.transaction().execute(async (trx) => {
    if (!(await removeCollection(trx, collection.id))) return false;
    const { id: subject, name } = collection;
    await recordAct(trx, { by: caller, act: 'collection.delete', subject, name, at: ports.now() });
    return true;
  });
  ports.wakeBlobSweeper();
  return removed ? undefined : COLLECTION_NOT_FOUND;
};

interface Membership {
  readonly collectionId: string;
  readonly datasetId: string;
}

/** Succeeds too if the collection has the dataset already. */
export const addDatasetToCollection = async (
  ports: Ports,
  caller: Caller,
  wanted: Membership,
): Promise<Refusal | undefined> => {
  const both = await requireBoth(ports, caller, wanted);
  if ('refused' in both) return both;
  return ports.db.transaction().execute(async (trx) => {
    if (!(await lockCollection(trx, both.collectionId))) return COLLECTION_NOT_FOUND;
    if (!(await lockDataset(trx, both.datasetId))) return DATASET_NOT_FOUND;
    const added = { by: responsibleUser(caller), at: ports.now() };
    await insertIntoCollections(trx, [both.collectionId], both.datasetId, added);
    return undefined;
  });
};

/** Succeeds too if the dataset is not in the collection. */
export const removeDatasetFromCollection = async (
  ports: Ports,
  caller: Caller,
  wanted: Membership,
): Promise<Refusal | undefined> => {
  const both = await requireBoth(ports, caller, wanted);
  if ('refused' in both) return both;
  await ports.db.transaction().execute((trx) => removeFromCollection(trx, both.collectionId, both.datasetId));
  return undefined;
};

/** The right to see the dataset is enough: being in a collection does not change it. */
const requireBoth = async (
  ports: Ports,
  caller: Caller,
  { collectionId, datasetId }: Membership,
): Promise<Membership | Refusal> => {
  const collection = await requireCollection(ports, caller, 'change', collectionId);
  if ('refused' in collection) return collection;
  const dataset = await requireDataset(ports, caller, 'see', datasetId);
  return 'refused' in dataset ? dataset : { collectionId: collection.id, datasetId: dataset.id };
};
