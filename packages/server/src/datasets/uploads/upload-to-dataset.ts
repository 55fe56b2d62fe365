import { v7 as uuidv7 } from 'uuid';
import { change, refuseLateOutput } from '../../access/change.ts';
import { requireDataset } from '../../access/require-resource.ts';
import type { Caller } from '../../model/caller.ts';
import type { DatasetRef } from '../../model/dataset.ts';
import type { FileRef, StoredFile } from '../../model/file.ts';
import { isFromLaterAttempt, isKeyed, type Output, outputOf } from '../../model/output.ts';
import { DATASET_NOT_FOUND, FORBIDDEN, NO_FILES, type Refusal, refuse } from '../../model/refusal.ts';
import type { Database, DatabaseTransaction } from '../../store/database.ts';
import { commitBlobs } from '../../store/datasets/blobs.ts';
import { findOwnDataset, insertDataset, lockDataset } from '../../store/datasets/datasets.ts';
import { findEarlierFile, findFileOutput, type NewFile, replaceFile } from '../../store/datasets/files.ts';
import { findKeyedUpload, insertKeyedUpload, type UploadKey } from '../../store/datasets/upload-keys.ts';
import type { DatasetPorts } from '../ports.ts';
import { fileRefOf, insertNewFiles, newFile } from './new-files.ts';
import { type Received, receiveFiles, type Upload } from './receive-files.ts';

interface DatasetUpload extends Upload {
  readonly datasetId: string;
  readonly caller: Caller;
  /** Whether jobs are submitted for the files. */
  readonly extract: boolean;
  /** What a person calls the request: sent again under the same name, it stores nothing more. Of jobs it is not read. */
  readonly uploadKey: string | null;
}

interface StoredFiles {
  readonly files: readonly StoredFile[];
}

/**
 * Stores all files of a form in the dataset, with the jobs that they set off, or none of them. A request that is repeated
 * under its name is answered with what it stored before, and its form is not read.
 */
export const storeUpload = async (
  ports: DatasetPorts,
  upload: DatasetUpload,
): Promise<StoredFiles | Refusal> => {
  const { caller } = upload;
  const dataset = await requireDataset(ports, caller, 'change', upload.datasetId);
  if ('refused' in dataset) return dataset;
  const refusal = await refuseLateOutput(ports, caller, `a file for ${dataset.name}`);
  if (refusal) return refusal;
  const earlier = await findEarlier(ports.db, upload, dataset);
  if (earlier) return earlier;
  return receiveFiles(ports, upload, async ({ files, fields }) => {
    if (namesServerPath(fields)) return NO_SERVER_PATHS;
    const names = files.map(({ name }) => name).join(', ');
    return change(ports, caller, `file ${names}`, (trx, by) =>
      storeFiles(ports, trx, { ...upload, caller: by }, dataset, files),
    );
  });
};

const uploadKeyOf = ({ caller, uploadKey }: Pick<DatasetUpload, 'caller' | 'uploadKey'>): UploadKey | null =>
  caller.kind === 'user' && uploadKey !== null ? { userId: caller.id, key: uploadKey } : null;

/** What the same request has stored before. */
const findEarlier = async (
  db: Database,
  upload: DatasetUpload,
  dataset: DatasetRef,
): Promise<StoredFiles | Refusal | undefined> => {
  const key = uploadKeyOf(upload);
  const earlier = key === null ? undefined : await findKeyedUpload(db, key);
  if (earlier === undefined) return undefined;
  return earlier.datasetId === dataset.id ? { files: earlier.files } : KEY_OF_ANOTHER_DATASET;
};

const KEY_OF_ANOTHER_DATASET = refuse(
  'conflict',
  'You have uploaded to another dataset under this `Idempotency-Key`: choose another one.',
);

/** What uploads without a dataset are for. Each person has a dataset for each purpose, created when it is first needed. */
export const PURPOSES = {
  extraction: {
    name: 'Sent for extraction',
    description: 'Files that were uploaded for extraction, to no dataset in particular.',
  },
  storage: {
    name: 'Uploaded without a dataset',
    description: 'Files that were uploaded to no dataset in particular.',
  },
} as const;

type Purpose = (typeof PURPOSES)[keyof typeof PURPOSES];

/** Uploads to the person's own dataset for this purpose. */
export const uploadWithoutDataset = async (
  ports: DatasetPorts,
  upload: Omit<DatasetUpload, 'datasetId'>,
  purpose: Purpose,
): Promise<StoredFiles | Refusal> => {
  const { caller } = upload;
  if (caller.kind !== 'user' || !(await ports.hasRight(caller, 'create', { type: 'instance' })))
    return FORBIDDEN;
  return storeUpload(ports, { ...upload, datasetId: await findOrCreateDataset(ports, caller.id, purpose) });
};

const findOrCreateDataset = async (
  { db, now }: DatasetPorts,
  userId: string,
  { name, description }: Purpose,
): Promise<string> => {
  const known = await findOwnDataset(db, userId, name);
  if (known !== undefined) return known;
  const id = uuidv7();
  const dataset = { id, name, description, createdAt: now(), isPublic: false, createdBy: userId };
  await db.transaction().execute((trx) => insertDataset(trx, dataset));
  return id;
};

/** Clowder v1 accepts `file={"path": …}` in place of a file. */
const namesServerPath = (fields: Received['fields']): boolean =>
  /^\s*\{.*"path"/s.test(fields.get('file') ?? '');

const NO_SERVER_PATHS = refuse(
  'not_offered',
  "A path on the server's own disk (form field `file`) is not read: send the bytes.",
);

const storeFiles = async (
  ports: DatasetPorts,
  trx: DatabaseTransaction,
  upload: DatasetUpload,
  dataset: DatasetRef,
  received: Received['files'],
): Promise<StoredFiles | Refusal> => {
  const { caller, outputKey, extract } = upload;
  const output = outputOf(caller, outputKey);
  const [first, ...others] = received;
  if (!first) return NO_FILES;
  if (isKeyed(output) && others.length > 0) return ONE_FILE_PER_KEY;
  if (!(await lockDataset(trx, dataset.id))) return DATASET_NOT_FOUND;

  const at = ports.now();
  const files = received.map((file) => newFile(file, { datasetId: dataset.id, at, caller, outputKey }));
  const key = uploadKeyOf(upload);
  if (key && !(await insertKeyedUpload(trx, key, { datasetId: dataset.id, files }, at)))
    return (await findEarlier(trx, upload, dataset)) ?? DATASET_NOT_FOUND;
  const stored = output ? await storeOutputs(trx, files, output) : await storeNewFiles(trx, files);
  if (extract && stored.added.length > 0)
    await ports.changes.filesAdded(trx, { dataset, files: stored.added, by: caller, at });
  return { files: stored.files };
};

const ONE_FILE_PER_KEY = refuse('bad_request', 'An output key names one file: send one file with it.');

/** `added` are the files whose content is new. */
interface FileChanges extends StoredFiles {
  readonly added: readonly FileRef[];
}

const storeNewFiles = async (trx: DatabaseTransaction, files: readonly NewFile[]): Promise<FileChanges> => {
  await insertNewFiles(trx, files);
  return { files, added: files.map(fileRefOf) };
};

const storeOutputs = async (
  trx: DatabaseTransaction,
  files: readonly NewFile[],
  output: Output,
): Promise<FileChanges> => {
  const changes: FileChanges[] = [];
  for (const file of files) changes.push(await storeOutput(trx, file, output));
  return {
    files: changes.flatMap((change) => change.files),
    added: changes.flatMap((change) => change.added),
  };
};

/** Replaces what an earlier attempt stored. It counts as added only if the bytes differ. */
const storeOutput = async (trx: DatabaseTransaction, file: NewFile, output: Output): Promise<FileChanges> => {
  const stored = isKeyed(output)
    ? await findFileOutput(trx, output)
    : await findEarlierFile(trx, file, output);
  if (!stored) return storeNewFiles(trx, [file]);
  if (isFromLaterAttempt(stored, output)) return { files: [stored], added: [] };
  const replaced = { ...file, id: stored.id };
  await commitBlobs(trx, [file.blobKey]);
  await replaceFile(trx, stored.id, replaced);
  return { files: [replaced], added: stored.sha256 === file.sha256 ? [] : [fileRefOf(replaced)] };
};
