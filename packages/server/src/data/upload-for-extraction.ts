import { v7 as uuidv7 } from 'uuid';
import type { Caller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { findOwnDataset, insertDataset } from '../store/data/datasets.ts';
import type { DataPorts } from './ports.ts';
import { FORBIDDEN } from './refusals.ts';
import { type DatasetUpload, type KeptFile, storeUpload } from './store-upload.ts';

const NAME = 'Sent for extraction';

/** Each person has one for what they bring to no dataset of their own; it is made when it is first needed. */
const datasetFor = async ({ db, now }: DataPorts, userId: string): Promise<string> => {
  const known = await findOwnDataset(db, userId, NAME);
  if (known !== undefined) return known;
  const id = uuidv7();
  const description = 'Files that were uploaded for extraction, to no dataset in particular.';
  const dataset = { id, name: NAME, description, createdAt: now(), createdBy: userId };
  await db.transaction().execute((trx) => insertDataset(trx, dataset));
  return id;
};

export const uploadForExtraction = async (
  ports: DataPorts,
  upload: Omit<DatasetUpload, 'datasetId'> & { readonly caller: Caller },
): Promise<{ readonly files: readonly KeptFile[] } | Refusal> => {
  const { caller } = upload;
  if (caller.kind !== 'user' || !(await ports.may(caller, 'create', { type: 'instance' }))) return FORBIDDEN;
  return storeUpload(ports, { ...upload, datasetId: await datasetFor(ports, caller.id) });
};
