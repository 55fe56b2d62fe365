import { v7 as uuidv7 } from 'uuid';
import { change } from '../access/change.ts';
import {
  requireAll,
  requireCollection,
  requireDataset,
  requireFile,
  requireSpace,
} from '../access/require-resource.ts';
import type { Caller, UserCaller } from '../model/caller.ts';
import type { DataFile } from '../model/file.ts';
import { COLLECTION_NOT_FOUND, DATASET_NOT_FOUND, FORBIDDEN, type Refusal } from '../model/refusal.ts';
import type { Space } from '../model/space.ts';
import { storableText } from '../model/storable.ts';
import { recordAct } from '../store/audit.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import { insertIntoCollections, lockCollections } from '../store/datasets/collections.ts';
import { insertDataset, removeDataset, updateDataset } from '../store/datasets/datasets.ts';
import { insertIntoSpace } from '../store/spaces.ts';
import type { BlobStore } from './blobs/blob-store.ts';
import type { DatasetPorts } from './ports.ts';
import { NO_PUBLIC } from './sharing.ts';
import { fileRefOf, insertNewFiles, newFile } from './uploads/new-files.ts';
import { type ReceivedFile, receiveFiles, type UploadPart } from './uploads/receive-files.ts';

interface DatasetDraft {
  readonly name: string;
  readonly description: string;
  /** The collections to which the dataset is added. */
  readonly collectionIds: readonly string[];
  /** Files that are copied into the dataset: a file is in one dataset only. */
  readonly fileIds: readonly string[];
  /** The spaces into which the dataset is put. */
  readonly spaceIds: readonly string[];
  readonly isPublic: boolean;
  readonly signal: AbortSignal;
}

interface CreatedDataset {
  readonly id: string;
}

/** Only people create datasets; a job adds to the dataset it works on. */
export const createDataset = async (
  ports: DatasetPorts,
  caller: Caller,
  draft: DatasetDraft,
): Promise<CreatedDataset | Refusal> => {
  if (caller.kind !== 'user' || !(await ports.hasRight(caller, 'create', { type: 'instance' })))
    return FORBIDDEN;
  const collections = await requireAll(draft.collectionIds, (id) =>
    requireCollection(ports, caller, 'change', id),
  );
  if ('refused' in collections) return collections;
  const spaces = await requireAll(draft.spaceIds, (id) => requireSpace(ports, caller, 'change', id));
  if ('refused' in spaces) return spaces;
  if (draft.isPublic && !ports.allowPublic) return NO_PUBLIC;
  const files = await requireAll(draft.fileIds, (id) => requireFile(ports, caller, 'see', id));
  if ('refused' in files) return files;
  const parts = copyFiles(files, ports.blobs);
  return receiveFiles(ports, { parts, signal: draft.signal, outputKey: null }, (received) =>
    ports.db
      .transaction()
      .execute((trx) => storeDataset(ports, trx, caller, { ...draft, spaces }, received.files)),
  );
};

async function* copyFiles(files: readonly DataFile[], blobs: BlobStore): AsyncGenerator<UploadPart> {
  for (const { name, mime, blobKey } of files)
    yield { kind: 'file', name, declaredMime: mime, bytes: await blobs.open(blobKey) };
}

const storeDataset = async (
  ports: DatasetPorts,
  trx: DatabaseTransaction,
  caller: UserCaller,
  draft: DatasetDraft & { readonly spaces: readonly Space[] },
  received: readonly ReceivedFile[],
): Promise<CreatedDataset | Refusal> => {
  const [id, at] = [uuidv7(), ports.now()];
  const collectionIds = [...new Set(draft.collectionIds)];
  if ((await lockCollections(trx, collectionIds)) < collectionIds.length) return COLLECTION_NOT_FOUND;
  const name = storableText(draft.name);
  const description = storableText(draft.description);
  const { isPublic } = draft;
  await insertDataset(trx, { id, name, description, isPublic, createdAt: at, createdBy: caller.id });
  await insertIntoCollections(trx, collectionIds, id, { by: caller.id, at });
  const recorded = { by: caller, subject: id, name, at };
  for (const space of draft.spaces) {
    await insertIntoSpace(trx, 'dataset', id, space.id, { by: caller.id, at });
    const details = { space: space.id, space_name: space.name };
    await recordAct(trx, { ...recorded, act: 'dataset.share', details });
  }
  if (isPublic) await recordAct(trx, { ...recorded, act: 'dataset.make_public' });
  const files = received.map((file) => newFile(file, { datasetId: id, at, caller, outputKey: null }));
  if (files.length === 0) return { id };
  await insertNewFiles(trx, files);
  const added = { dataset: { id, name }, files: files.map(fileRefOf), by: caller, at };
  await ports.changes.filesAdded(trx, added);
  return { id };
};

/** Changes the name or the description, or both. */
export const changeDataset = async (
  ports: Pick<DatasetPorts, 'db' | 'hasRight' | 'admitOutput' | 'now'>,
  caller: Caller,
  id: string,
  { name, description }: { readonly name?: string; readonly description?: string },
): Promise<CreatedDataset | Refusal> => {
  const dataset = await requireDataset(ports, caller, 'change', id);
  if ('refused' in dataset) return dataset;
  const to = {
    ...(name !== undefined && { name: storableText(name) }),
    ...(description !== undefined && { description: storableText(description) }),
  };
  return change(
    ports,
    caller,
    `another ${Object.keys(to).join(' and ')} for ${dataset.name}`,
    async (trx) => {
      if (!(await updateDataset(trx, dataset.id, to))) return DATASET_NOT_FOUND;
      await recordAct(trx, {
        by: caller,
        act: 'dataset.change',
        subject: dataset.id,
        name: dataset.name,
        details: { to },
        at: ports.now(),
      });
      return { id: dataset.id };
    },
  );
};

/** Deletes its files, metadata and previews too, and cancels its waiting jobs. The sweeper removes the bytes later. */
export const deleteDataset = async (
  ports: Pick<DatasetPorts, 'db' | 'hasRight' | 'changes' | 'now' | 'wakeBlobSweeper'>,
  caller: Caller,
  id: string,
): Promise<Refusal | undefined> => {
  const dataset = await requireDataset(ports, caller, 'delete', id);
  if ('refused' in dataset) return dataset;
  const afterCommit = await ports.db.transaction().execute(async (trx) => {
    await ports.changes.beforeRemoval(trx, { type: 'dataset', id: dataset.id });
    if (!(await removeDataset(trx, dataset.id))) return undefined;
    const { id: subject, name } = dataset;
    await recordAct(trx, { by: caller, act: 'dataset.delete', subject, name, at: ports.now() });
    return ports.changes.datasetRemoved(trx, { dataset, by: caller, at: ports.now() });
  });
  if (afterCommit === undefined) return DATASET_NOT_FOUND;
  ports.wakeBlobSweeper();
  afterCommit();
  return undefined;
};
