import { v7 as uuidv7 } from 'uuid';
import type { Caller, UserCaller } from '../http/caller.ts';
import type { Refusal } from '../http/handler.ts';
import { insertIntoCollections } from '../store/data/collection-members.ts';
import { holdCollections } from '../store/data/collections.ts';
import { insertDataset } from '../store/data/datasets.ts';
import { storableText } from '../store/storable.ts';
import type { BlobStore } from './blobs/blob-store.ts';
import type { DataFile } from './file.ts';
import { keepNewFiles, newFile, refOf } from './new-files.ts';
import type { DataPorts, DataTransaction } from './ports.ts';
import { reachAll, reachCollection, reachFile } from './reach.ts';
import { type ReceivedFile, receiveFiles, type UploadPart } from './receive-files.ts';
import { COLLECTION_NOT_FOUND, FORBIDDEN } from './refusals.ts';

export interface DatasetDraft {
  readonly name: string;
  readonly description: string;
  /** Collections that it is put into. */
  readonly collectionIds: readonly string[];
  /** Files that are copied into it: a file lies in one dataset only. */
  readonly fileIds: readonly string[];
  readonly signal: AbortSignal;
}

interface Made {
  readonly id: string;
}

/** A job adds to its dataset; only people make new ones. */
export const createDataset = async (
  ports: DataPorts,
  caller: Caller,
  draft: DatasetDraft,
): Promise<Made | Refusal> => {
  if (caller.kind !== 'user' || !(await ports.may(caller, 'create', { type: 'instance' }))) return FORBIDDEN;
  const collections = await reachAll(draft.collectionIds, (id) =>
    reachCollection(ports, caller, 'change', id),
  );
  if ('refused' in collections) return collections;
  const files = await reachAll(draft.fileIds, (id) => reachFile(ports, caller, 'see', id));
  if ('refused' in files) return files;
  const parts = copiesOf(files, ports.blobs);
  return receiveFiles(ports, { parts, signal: draft.signal, outputKey: null }, (received) =>
    ports.db.transaction().execute((trx) => keep(ports, trx, caller, draft, received.files)),
  );
};

async function* copiesOf(files: readonly DataFile[], blobs: BlobStore): AsyncGenerator<UploadPart> {
  for (const { name, mime, blobKey } of files)
    yield { kind: 'file', name, declaredMime: mime, bytes: await blobs.open(blobKey) };
}

const keep = async (
  ports: DataPorts,
  trx: DataTransaction,
  caller: UserCaller,
  draft: DatasetDraft,
  received: readonly ReceivedFile[],
): Promise<Made | Refusal> => {
  const [id, at] = [uuidv7(), ports.now()];
  const collectionIds = [...new Set(draft.collectionIds)];
  if ((await holdCollections(trx, collectionIds)) < collectionIds.length) return COLLECTION_NOT_FOUND;
  const name = storableText(draft.name);
  const description = storableText(draft.description);
  await insertDataset(trx, { id, name, description, createdAt: at, createdBy: caller.id });
  await insertIntoCollections(trx, collectionIds, id, { by: caller.id, at });
  const files = received.map((file) => newFile(file, { datasetId: id, at, caller, outputKey: null }));
  if (files.length === 0) return { id };
  await keepNewFiles(trx, files);
  await ports.events.filesAdded(trx, { dataset: { id, name }, files: files.map(refOf), by: caller, at });
  return { id };
};
