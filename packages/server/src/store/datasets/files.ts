import type { Instant } from '@pawprint/core';
import { type InferResult, sql } from 'kysely';
import { validate as isUuid } from 'uuid';
import type { ArchivedFile, DataFile, FileRef, Mime, StoredBytes, StoredFile } from '../../model/file.ts';
import type { Grant } from '../../model/grant.ts';
import type { KeyedOutput, Output } from '../../model/output.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { isGranted } from '../granted.ts';
import { instantOf, timeOf } from '../instant-column.ts';
import { existingUser } from '../users.ts';

/** Ids come from outside: one that is no UUID is the id of no file. */
export const findFile = async (db: Database, id: string): Promise<DataFile | undefined> => {
  if (!isUuid(id)) return undefined;
  const row = await selectFiles(db).where('f.id', '=', id).executeTakeFirst();
  return row && rowToFile(row);
};

interface FilePage {
  readonly limit: number;
  /** The id of the last file on the page before. */
  readonly after?: string | undefined;
}

/** Newest first. @param of one dataset, or all that a grant covers */
export const listFiles = async (
  db: Database,
  of: { readonly datasetId: string } | { readonly grant: Grant },
  { limit, after }: FilePage,
): Promise<DataFile[]> => {
  let query = selectFiles(db).orderBy('f.id', 'desc').limit(limit);
  query =
    'grant' in of
      ? query.where(isGranted(of.grant, 'datasets', 'd'))
      : query.where('f.dataset_id', '=', of.datasetId);
  if (after) query = query.where('f.id', '<', after);
  return (await query.execute()).map(rowToFile);
};

/** In the order of the ids. Ids of no file are left out. */
export const readFiles = async (db: Database, ids: readonly string[]): Promise<DataFile[]> => {
  const rows = await selectFiles(db).where('f.id', '=', sql<string>`any(${ids}::uuid[])`).execute();
  const byId = new Map(rows.map((row) => [row.id, rowToFile(row)]));
  return ids.flatMap((id) => byId.get(id) ?? []);
};

const selectFiles = (db: Database) =>
  db
    .selectFrom('files as f')
    .innerJoin('datasets as d', 'd.id', 'f.dataset_id')
    .leftJoin('users as u', 'u.id', 'f.uploaded_by')
    .leftJoin('previews as t', (join) => join.onRef('t.file_id', '=', 'f.id').on('t.kind', '=', 'thumbnail'))
    .selectAll('f')
    .select([
      'd.name as dataset_name',
      'u.id as uploader_id',
      'u.name as uploader_name',
      't.id as thumbnail_id',
    ]);

type FileRow = InferResult<ReturnType<typeof selectFiles>>[number];

const rowToFile = (row: FileRow): DataFile => ({
  id: row.id,
  name: row.name,
  description: row.description,
  mime: row.mime,
  mimeByName: row.mime_by_name,
  mimeByContent: row.mime_by_content,
  sizeBytes: row.size_bytes,
  sha256: row.sha256,
  blobKey: row.blob_key,
  dataset: { id: row.dataset_id, name: row.dataset_name },
  createdAt: instantOf(row.created_at),
  uploadedBy: row.uploader_id && row.uploader_name ? { id: row.uploader_id, name: row.uploader_name } : null,
  madeByJob: row.made_by_job,
  downloads: row.downloads,
  thumbnailId: row.thumbnail_id,
});

/** The files of a dataset, all or those of these ids, oldest first. */
export const listFilesToArchive = async (
  db: Database,
  datasetId: string,
  ids?: readonly string[],
): Promise<ArchivedFile[]> => {
  let query = db
    .selectFrom('files')
    .select(['id', 'name', 'blob_key as blobKey', 'size_bytes as sizeBytes', 'sha256', 'created_at'])
    .where('dataset_id', '=', datasetId)
    .orderBy('id');
  if (ids) query = query.where('id', '=', sql<string>`any(${ids}::uuid[])`);
  const rows = await query.execute();
  return rows.map(({ created_at, ...file }) => ({ ...file, createdAt: instantOf(created_at) }));
};

/** All files of a dataset, oldest first. */
export const readFileRefs = (db: Database, datasetId: string): Promise<FileRef[]> =>
  selectFileRefs(db, datasetId).execute();

/** Those of these files that are in the dataset, oldest first. They are not deleted until the transaction ends. */
export const lockFiles = (
  trx: DatabaseTransaction,
  datasetId: string,
  ids: readonly string[],
): Promise<FileRef[]> =>
  selectFileRefs(trx, datasetId)
    .where('id', '=', sql<string>`any(${ids.filter((id) => isUuid(id))}::uuid[])`)
    .forKeyShare()
    .execute();

const selectFileRefs = (db: Database, datasetId: string) =>
  db
    .selectFrom('files')
    .select(['id', 'name', 'mime', 'size_bytes as sizeBytes'])
    .where('dataset_id', '=', datasetId)
    .orderBy('id');

/**
 * Keeps the file from being deleted until the transaction ends. False if there is none.
 *
 * @param alone lets no other transaction lock the file meanwhile: needed to change what a file has only one of
 */
export const lockFile = async (trx: DatabaseTransaction, id: string, alone = false): Promise<boolean> => {
  const query = trx.selectFrom('files').select('id').where('id', '=', id);
  const row = await (alone ? query.forNoKeyUpdate() : query.forKeyShare()).executeTakeFirst();
  return row !== undefined;
};

export interface NewFile extends StoredBytes {
  readonly id: string;
  readonly datasetId: string;
  readonly name: string;
  readonly mime: Mime;
  readonly createdAt: Instant;
  readonly uploadedBy: string | null;
  readonly output: Output | null;
}

export const insertFiles = async (trx: DatabaseTransaction, files: readonly NewFile[]): Promise<void> => {
  const rows = files.map((file) => ({
    ...contentColumns(file),
    id: file.id,
    uploaded_by: existingUser(file.uploadedBy),
    made_by_job: file.output?.jobId ?? null,
    output_key: file.output?.key ?? null,
  }));
  await trx.insertInto('files').values(rows).execute();
};

/** Replaces the content of a file by that of a later attempt. The file keeps its id. */
export const replaceFile = async (trx: DatabaseTransaction, id: string, file: NewFile): Promise<void> => {
  await trx.updateTable('files').set(contentColumns(file)).where('id', '=', id).execute();
};

const contentColumns = (file: NewFile) => ({
  dataset_id: file.datasetId,
  name: file.name,
  size_bytes: file.sizeBytes,
  sha256: file.sha256,
  mime: file.mime.effective,
  mime_by_name: file.mime.byName,
  mime_by_content: file.mime.byContent,
  blob_key: file.blobKey,
  created_at: timeOf(file.createdAt),
  made_by_attempt: file.output?.attempt ?? null,
});

interface FileOutput extends StoredFile {
  readonly sha256: string;
  readonly attempt: number | null;
}

/** The file that is stored for this output of this job. */
export const findFileOutput = async (
  trx: DatabaseTransaction,
  { jobId, key }: KeyedOutput,
): Promise<FileOutput | undefined> =>
  rowToOutput(await selectOutputs(trx, jobId).where('output_key', '=', key).executeTakeFirst());

/** The first file of this name that an earlier attempt of the job has put into the dataset without an output key. */
export const findEarlierFile = async (
  trx: DatabaseTransaction,
  { datasetId, name }: Pick<NewFile, 'datasetId' | 'name'>,
  { jobId, attempt }: Output,
): Promise<FileOutput | undefined> =>
  rowToOutput(
    await selectOutputs(trx, jobId)
      .where('output_key', 'is', null)
      .where('dataset_id', '=', datasetId)
      .where('name', '=', name)
      .where(sql<boolean>`(made_by_attempt is null or made_by_attempt < ${attempt}::integer)`)
      .orderBy('id')
      .limit(1)
      .executeTakeFirst(),
  );

const selectOutputs = (trx: DatabaseTransaction, jobId: string) =>
  trx
    .selectFrom('files')
    .select(['id', 'name', 'created_at', 'sha256', 'made_by_attempt as attempt'])
    .where('made_by_job', '=', jobId);

const rowToOutput = (
  row: InferResult<ReturnType<typeof selectOutputs>>[number] | undefined,
): FileOutput | undefined => {
  if (row === undefined) return undefined;
  const { created_at, ...file } = row;
  return { ...file, createdAt: instantOf(created_at) };
};

/** False if there is no such file. */
export const updateFile = async (
  trx: DatabaseTransaction,
  id: string,
  texts: { readonly name: string } | { readonly description: string },
): Promise<boolean> => {
  const updated = await trx.updateTable('files').set(texts).where('id', '=', id).executeTakeFirst();
  return updated.numUpdatedRows > 0n;
};

export const removeFiles = async (trx: DatabaseTransaction, ids: readonly string[]): Promise<void> => {
  await sql`delete from files where id = any(${ids}::uuid[])`.execute(trx);
};

/** False if there is no such file. */
export const removeFile = async (trx: DatabaseTransaction, id: string): Promise<boolean> => {
  const removed = await trx.deleteFrom('files').where('id', '=', id).executeTakeFirst();
  return removed.numDeletedRows > 0n;
};

export const countDownload = async (db: Database, id: string): Promise<void> => {
  await db.updateTable('files').set({ downloads: sql<number>`downloads + 1` }).where('id', '=', id).execute();
};
