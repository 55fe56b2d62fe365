import { sql } from 'kysely';
import { validate as isUuid } from 'uuid';
import type { FileRef } from '../../data/file.ts';
import type { DataTransaction } from '../../data/ports.ts';
import type { Database } from '../database.ts';

const fileRefs = (db: Database, datasetId: string) =>
  db
    .selectFrom('files')
    .select(['id', 'name', 'mime', 'size_bytes as sizeBytes'])
    .where('dataset_id', '=', datasetId)
    .orderBy('id');

/** All of a dataset's files, the oldest first. */
export const readFileRefs = (db: Database, datasetId: string): Promise<FileRef[]> =>
  fileRefs(db, datasetId).execute();

/** Those of the files named that are in the dataset, the oldest first; they stay until the transaction ends. */
export const holdFilesNamed = (
  trx: DataTransaction,
  datasetId: string,
  ids: readonly string[],
): Promise<FileRef[]> =>
  fileRefs(trx, datasetId)
    .where('id', '=', sql<string>`any(${ids.filter((id) => isUuid(id))}::uuid[])`)
    .forKeyShare()
    .execute();
