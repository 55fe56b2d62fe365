import type { Instant } from '@pawprint/core';
import { v7 as uuidv7 } from 'uuid';
import { type Caller, responsibleUser } from '../../model/caller.ts';
import type { FileRef } from '../../model/file.ts';
import { outputOf } from '../../model/output.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import { commitBlobs } from '../../store/datasets/blobs.ts';
import { insertFiles, type NewFile } from '../../store/datasets/files.ts';
import type { ReceivedFile } from './receive-files.ts';

interface FileOrigin {
  readonly datasetId: string;
  readonly at: Instant;
  readonly caller: Caller;
  readonly outputKey: string | null;
}

export const newFile = (
  { name, mime, blobKey, sizeBytes, sha256 }: ReceivedFile,
  origin: FileOrigin,
): NewFile => ({
  id: uuidv7(),
  datasetId: origin.datasetId,
  name,
  mime,
  blobKey,
  sizeBytes,
  sha256,
  createdAt: origin.at,
  uploadedBy: responsibleUser(origin.caller),
  output: outputOf(origin.caller, origin.outputKey),
});

export const insertNewFiles = async (trx: DatabaseTransaction, files: readonly NewFile[]): Promise<void> => {
  const blobKeys = files.map(({ blobKey }) => blobKey);
  await commitBlobs(trx, blobKeys);
  await insertFiles(trx, files);
};

export const fileRefOf = ({ id, name, mime, sizeBytes }: NewFile): FileRef => ({
  id,
  name,
  mime: mime.effective,
  sizeBytes,
});
