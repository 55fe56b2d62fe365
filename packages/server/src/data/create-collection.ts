import { v7 as uuidv7 } from 'uuid';
import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { insertParents } from '../store/data/collection-members.ts';
import { holdCollections, insertCollection } from '../store/data/collections.ts';
import { storableText } from '../store/storable.ts';
import type { DataPorts } from './ports.ts';
import { reachAll, reachCollection } from './reach.ts';
import { COLLECTION_NOT_FOUND, FORBIDDEN } from './refusals.ts';

export interface CollectionDraft {
  readonly name: string;
  readonly description: string;
  /** Collections that it is put into. */
  readonly parentIds: readonly string[];
}

/** It is in all of its parents, or it is not made. */
export const createCollection = async (
  ports: Pick<DataPorts, 'db' | 'may' | 'now'>,
  caller: Caller,
  { name, description, parentIds }: CollectionDraft,
): Promise<{ readonly id: string } | Refusal> => {
  if (caller.kind !== 'user' || !(await ports.may(caller, 'create', { type: 'instance' }))) return FORBIDDEN;
  const reached = await reachAll(parentIds, (id) => reachCollection(ports, caller, 'change', id));
  if ('refused' in reached) return reached;
  const parents = reached.map(({ id }) => id);
  return ports.db.transaction().execute(async (trx) => {
    if ((await holdCollections(trx, parents)) < parents.length) return COLLECTION_NOT_FOUND;
    const id = uuidv7();
    await insertCollection(trx, {
      id,
      name: storableText(name),
      description: storableText(description),
      createdAt: ports.now(),
      createdBy: caller.id,
    });
    await insertParents(trx, id, parents);
    return { id };
  });
};
