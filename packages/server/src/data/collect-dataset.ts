import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { insertIntoCollections, removeFromCollection } from '../store/data/collection-members.ts';
import { holdCollection } from '../store/data/collections.ts';
import { holdDataset } from '../store/data/datasets.ts';
import { personBehind } from './output.ts';
import type { DataPorts } from './ports.ts';
import { reachCollection, reachDataset } from './reach.ts';
import { COLLECTION_NOT_FOUND, DATASET_NOT_FOUND } from './refusals.ts';

export interface Membership {
  readonly collectionId: string;
  readonly datasetId: string;
}

type Ports = Pick<DataPorts, 'db' | 'may' | 'now'>;

/** Whoever sees a dataset may put it into a collection of theirs: the dataset is not changed by it. */
const reachBoth = async (
  ports: Ports,
  caller: Caller,
  { collectionId, datasetId }: Membership,
): Promise<Membership | Refusal> => {
  const collection = await reachCollection(ports, caller, 'change', collectionId);
  if ('refused' in collection) return collection;
  const dataset = await reachDataset(ports, caller, 'see', datasetId);
  return 'refused' in dataset ? dataset : { collectionId: collection.id, datasetId: dataset.id };
};

/** Again is once. */
export const collectDataset = async (
  ports: Ports,
  caller: Caller,
  wanted: Membership,
): Promise<Refusal | undefined> => {
  const both = await reachBoth(ports, caller, wanted);
  if ('refused' in both) return both;
  return ports.db.transaction().execute(async (trx) => {
    if (!(await holdCollection(trx, both.collectionId))) return COLLECTION_NOT_FOUND;
    if (!(await holdDataset(trx, both.datasetId))) return DATASET_NOT_FOUND;
    const joined = { by: personBehind(caller), at: ports.now() };
    await insertIntoCollections(trx, [both.collectionId], both.datasetId, joined);
    return undefined;
  });
};

/** Taking out what is not in succeeds. */
export const releaseDataset = async (
  ports: Ports,
  caller: Caller,
  wanted: Membership,
): Promise<Refusal | undefined> => {
  const both = await reachBoth(ports, caller, wanted);
  if ('refused' in both) return both;
  await ports.db.transaction().execute((trx) => removeFromCollection(trx, both.collectionId, both.datasetId));
  return undefined;
};
