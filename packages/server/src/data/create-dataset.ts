import { v7 as uuidv7 } from 'uuid';
import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { insertDataset } from '../store/data/datasets.ts';
import { storableText } from '../store/storable.ts';
import type { DataPorts } from './ports.ts';
import { FORBIDDEN } from './refusals.ts';

export interface DatasetDraft {
  readonly name: string;
  readonly description: string;
}

/** A job adds to its dataset; only people make new ones. */
export const createDataset = async (
  ports: Pick<DataPorts, 'db' | 'may' | 'now'>,
  caller: Caller,
  draft: DatasetDraft,
): Promise<{ readonly id: string } | Refusal> => {
  if (caller.kind !== 'user' || !(await ports.may(caller, 'create', { type: 'instance' }))) return FORBIDDEN;
  const id = uuidv7();
  await insertDataset(ports.db, {
    id,
    name: storableText(draft.name),
    description: storableText(draft.description),
    createdAt: ports.now(),
    createdBy: caller.id,
  });
  return { id };
};
