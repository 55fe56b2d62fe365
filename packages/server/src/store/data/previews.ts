import { type InferResult, sql } from 'kysely';
import { validate as isUuid } from 'uuid';
import type { StoredBytes } from '../../data/file.ts';
import type { KeyedOutput, Output } from '../../data/output.ts';
import type { DataTransaction } from '../../data/ports.ts';
import type { Preview, PreviewKind } from '../../data/preview.ts';
import type { Database } from '../database.ts';
import { existingUser } from './existing-user.ts';

export interface NewPreview extends StoredBytes {
  readonly id: string;
  readonly kind: PreviewKind;
  readonly title: string;
  readonly mime: string;
  readonly extractor: string | null;
  readonly uploadedBy: string | null;
  readonly output: Output | null;
  readonly createdAt: Date;
}

const contentColumns = (preview: NewPreview) => ({
  kind: preview.kind,
  title: preview.title,
  mime: preview.mime,
  size_bytes: preview.sizeBytes,
  sha256: preview.sha256,
  blob_key: preview.blobKey,
  attempt: preview.output?.attempt ?? null,
  created_at: preview.createdAt,
});

export const insertPreview = async (trx: DataTransaction, preview: NewPreview): Promise<void> => {
  await trx
    .insertInto('previews')
    .values({
      ...contentColumns(preview),
      id: preview.id,
      extractor: preview.extractor,
      uploaded_by: existingUser(preview.uploadedBy),
      job_id: preview.output?.jobId ?? null,
      output_key: preview.output?.key ?? null,
    })
    .execute();
};

/** A later attempt's bytes in place of an earlier one's. It keeps its id, and stays attached where it was. */
export const replacePreview = async (
  trx: DataTransaction,
  id: string,
  preview: NewPreview,
): Promise<void> => {
  await trx.updateTable('previews').set(contentColumns(preview)).where('id', '=', id).execute();
};

/** The preview or thumbnail that this output of this job has become. */
export const findPreviewOutput = (trx: DataTransaction, { jobId, key }: KeyedOutput) =>
  trx
    .selectFrom('previews')
    .select(['id', 'attempt'])
    .where('job_id', '=', jobId)
    .where('output_key', '=', key)
    .executeTakeFirst();

const previews = (db: Database) =>
  db
    .selectFrom('previews as p')
    .leftJoin('files as f', 'f.id', 'p.file_id')
    .selectAll('p')
    .select('f.dataset_id');

type PreviewRow = InferResult<ReturnType<typeof previews>>[number];

const previewOf = (row: PreviewRow): Preview => ({
  id: row.id,
  kind: row.kind,
  attachedTo: row.file_id && row.dataset_id ? { fileId: row.file_id, datasetId: row.dataset_id } : null,
  title: row.title,
  mime: row.mime,
  sizeBytes: row.size_bytes,
  sha256: row.sha256,
  blobKey: row.blob_key,
  extractor: row.extractor,
  uploadedBy: row.uploaded_by,
  jobId: row.job_id,
  createdAt: row.created_at,
});

export const findPreview = async (db: Database, id: string): Promise<Preview | undefined> => {
  if (!isUuid(id)) return undefined;
  const row = await previews(db).where('p.id', '=', id).executeTakeFirst();
  return row && previewOf(row);
};

/** Newest first, without thumbnails. */
export const listPreviews = async (db: Database, fileId: string): Promise<Preview[]> => {
  const rows = await previews(db)
    .where('p.file_id', '=', fileId)
    .where('p.kind', '=', 'preview')
    .orderBy('p.id', 'desc')
    .execute();
  return rows.map(previewOf);
};

/** False where it is gone, or attached to another file. */
export const attachPreview = async (
  trx: DataTransaction,
  id: string,
  fileId: string,
  extractor: string | null,
): Promise<boolean> => {
  const attached = await trx
    .updateTable('previews')
    .set({ file_id: fileId, extractor: sql<string | null>`coalesce(extractor, ${extractor})` })
    .where('id', '=', id)
    .where((where) => where.or([where('file_id', 'is', null), where('file_id', '=', fileId)]))
    .executeTakeFirst();
  return attached.numUpdatedRows > 0n;
};

/** Makes room for the one to come. */
export const removeThumbnail = async (
  trx: DataTransaction,
  fileId: string,
  exceptFor: string,
): Promise<void> => {
  await trx
    .deleteFrom('previews')
    .where('file_id', '=', fileId)
    .where('kind', '=', 'thumbnail')
    .where('id', '<>', exceptFor)
    .execute();
};

/** Keys that are there already take the new values. */
export const describePreview = async (
  trx: DataTransaction,
  id: string,
  details: Readonly<Record<string, unknown>>,
): Promise<boolean> => {
  const described = await trx
    .updateTable('previews')
    .set({ details: sql<string>`details || ${JSON.stringify(details)}::jsonb` })
    .where('id', '=', id)
    .executeTakeFirst();
  return described.numUpdatedRows > 0n;
};

/** Those that nobody has attached to anything; gives how many that were. */
export const removeUnattachedPreviews = async (db: Database, before: Date): Promise<number> => {
  const removed = await db
    .deleteFrom('previews')
    .where('file_id', 'is', null)
    .where('created_at', '<', before)
    .executeTakeFirst();
  return Number(removed.numDeletedRows);
};
