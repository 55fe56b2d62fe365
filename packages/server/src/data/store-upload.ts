import type { Caller } from '../http/caller.ts';
import { type Refusal, refuse } from '../http/handler.ts';
import { holdDataset } from '../store/data/datasets.ts';
import { claimBlobs } from '../store/data/doomed-blobs.ts';
import { findFileOutput, type NewFile, replaceFile } from '../store/data/files.ts';
import { change, objectionToOutput } from './change.ts';
import type { DatasetRef } from './dataset.ts';
import type { FileRef } from './file.ts';
import { keepNewFiles, newFile, refOf } from './new-files.ts';
import { isKeyed, type KeyedOutput, outlasts, outputOf } from './output.ts';
import type { DataPorts, DataTransaction } from './ports.ts';
import { reachDataset } from './reach.ts';
import { type Received, receiveFiles, type Upload } from './receive-files.ts';
import { DATASET_NOT_FOUND, NO_FILES } from './refusals.ts';

export interface DatasetUpload extends Upload {
  readonly datasetId: string;
  readonly caller: Caller;
  /** Whether extractors are asked. */
  readonly extract: boolean;
}

export interface KeptFile {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
}

interface Kept {
  readonly files: readonly KeptFile[];
}

/** What `keepFiles` did: all files, and those among them that extractors have not seen. */
interface Stored extends Kept {
  readonly added: readonly FileRef[];
}

const ONE_FILE_PER_KEY = refuse('bad_request', 'An output key names one file: send one file with it.');

const NO_SERVER_PATHS = refuse(
  'not_offered',
  "A path on the server's own disk (form field `file`) is not read: send the bytes.",
);

/** Clowder takes `file={"path": …}` in place of a file. */
const namesServerPath = (fields: Received['fields']): boolean =>
  /^\s*\{.*"path"/s.test(fields.get('file') ?? '');

/** All files of a form become files of the dataset, with the jobs they set off; or none does. */
export const storeUpload = async (ports: DataPorts, upload: DatasetUpload): Promise<Kept | Refusal> => {
  const { caller } = upload;
  const dataset = await reachDataset(ports, caller, 'change', upload.datasetId);
  if ('refused' in dataset) return dataset;
  const objection = await objectionToOutput(ports, caller, `a file for ${dataset.name}`);
  if (objection) return objection;
  return receiveFiles(ports, upload, async ({ files, fields }) => {
    if (namesServerPath(fields)) return NO_SERVER_PATHS;
    const names = files.map(({ name }) => name).join(', ');
    return change(ports, caller, `file ${names}`, (trx) => keep(ports, trx, upload, dataset, files));
  });
};

const keep = async (
  ports: DataPorts,
  trx: DataTransaction,
  { caller, outputKey, extract }: DatasetUpload,
  dataset: DatasetRef,
  received: Received['files'],
): Promise<Kept | Refusal> => {
  const output = outputOf(caller, outputKey);
  const [first, ...others] = received;
  if (!first) return NO_FILES;
  if (isKeyed(output) && others.length > 0) return ONE_FILE_PER_KEY;
  if (!(await holdDataset(trx, dataset.id))) return DATASET_NOT_FOUND;

  const at = ports.now();
  const files = received.map((file) => newFile(file, { datasetId: dataset.id, at, caller, outputKey }));
  const stored = isKeyed(output) ? await keepOutput(trx, files, output) : await keepNew(trx, files);
  if (extract && stored.added.length > 0)
    await ports.events.filesAdded(trx, { dataset, files: stored.added, by: caller, at });
  return { files: stored.files };
};

const keepNew = async (trx: DataTransaction, files: readonly NewFile[]): Promise<Stored> => {
  await keepNewFiles(trx, files);
  return { files, added: files.map(refOf) };
};

/** Extractors are asked again only where a later attempt made other bytes. */
const keepOutput = async (
  trx: DataTransaction,
  files: readonly NewFile[],
  output: KeyedOutput,
): Promise<Stored> => {
  const stored = await findFileOutput(trx, output);
  const [file] = files;
  if (!stored || !file) return keepNew(trx, files);
  if (outlasts(stored, output)) return { files: [stored], added: [] };
  const replaced = { ...file, id: stored.id };
  await claimBlobs(trx, [file.blobKey]);
  await replaceFile(trx, stored.id, replaced);
  return { files: [replaced], added: stored.sha256 === file.sha256 ? [] : [refOf(replaced)] };
};
