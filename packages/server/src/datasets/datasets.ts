import { v7 as uuidv7 } from 'uuid';
import { requireAll, requireCollection, requireDataset, requireFile } from '../access/require-resource.ts';
import type { Caller, UserCaller } from '../model/caller.ts';
import type { DataFile } from '../model/file.ts';
import { COLLECTION_NOT_FOUND, DATASET_NOT_FOUND, FORBIDDEN, type Refusal } from '../model/refusal.ts';
import { storableText } from '../model/storable.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { insertIntoCollections, lockCollections } from '../store/datasets/collections.ts';
import { insertDataset, removeDataset } from '../store/datasets/datasets.ts';
import type { BlobStore } from './blobs/blob-store.ts';
import type { DatasetPorts } from './ports.ts';
import { fileRefOf, insertNewFiles, newFile } from './uploads/new-files.ts';
import { type ReceivedFile, receiveFiles, type UploadPart } from './uploads/receive-files.ts';

interface DatasetDraft {
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
  ports: DatasetPorts,
  caller: Caller,
  draft: DatasetDraft,
): Promise<Made | Refusal> => {
  if (caller.kind !== 'user' || !(await ports.hasRight(caller, 'create', { type: 'instance' })))
    return FORBIDDEN;
  const collections = await requireAll(draft.collectionIds, (id) =>
    requireCollection(ports, caller, 'change', id),
  );
  if ('refused' in collections) return collections;
  const files = await requireAll(draft.fileIds, (id) => requireFile(ports, caller, 'see', id));
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
  ports: DatasetPorts,
  trx: DatabaseTransaction,
  caller: UserCaller,
  draft: DatasetDraft,
  received: readonly ReceivedFile[],
): Promise<Made | Refusal> => {
  const [id, at] = [uuidv7(), ports.now()];
  const collectionIds = [...new Set(draft.collectionIds)];
  if ((await lockCollections(trx, collectionIds)) < collectionIds.length) return COLLECTION_NOT_FOUND;
  const name = storableText(draft.name);
  const description = storableText(draft.description);
  await insertDataset(trx, { id, name, description, createdAt: at, createdBy: caller.id });
  await insertIntoCollections(trx, collectionIds, id, { by: caller.id, at });
  const files = received.map((file) => newFile(file, { datasetId: id, at, caller, outputKey: null }));
  if (files.length === 0) return { id };
  await insertNewFiles(trx, files);
  await ports.events.filesAdded(trx, { dataset: { id, name }, files: files.map(fileRefOf), by: caller, at });
  return { id };
};

/** Its files, their metadata and previews go with it, its waiting jobs are cancelled; the bytes follow when the sweeper comes round. */
export const deleteDataset = async (
  ports: Pick<DatasetPorts, 'db' | 'hasRight' | 'events' | 'now' | 'wakeBlobSweeper'>,
  caller: Caller,
  id: string,
): Promise<Refusal | undefined> => {
  const dataset = await requireDataset(ports, caller, 'delete', id);
  if ('refused' in dataset) return dataset;
  const afterRemoval = await ports.db.transaction().execute(async (trx) => {
    await ports.events.beforeRemoval(trx, { type: 'dataset', id: dataset.id });
    if (!(await removeDataset(trx, dataset.id))) return undefined;
    return ports.events.datasetRemoved(trx, { dataset, by: caller, at: ports.now() });
  });
  if (afterRemoval === undefined) return DATASET_NOT_FOUND;
  ports.wakeBlobSweeper();
  afterRemoval();
  return undefined;
};
