import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { removeCollection } from '../store/data/collections.ts';
import type { DataPorts } from './ports.ts';
import { reachCollection } from './reach.ts';
import { COLLECTION_NOT_FOUND } from './refusals.ts';

/** The datasets and collections in it are kept; its previews go with it. */
export const deleteCollection = async (
  ports: Pick<DataPorts, 'db' | 'may' | 'wakeBlobSweeper'>,
  caller: Caller,
  id: string,
): Promise<Refusal | undefined> => {
  const collection = await reachCollection(ports, caller, 'delete', id);
  if ('refused' in collection) return collection;
  const removed = await ports.db.transaction().execute((trx) => removeCollection(trx, collection.id));
  ports.wakeBlobSweeper();
  return removed ? undefined : COLLECTION_NOT_FOUND;
};
