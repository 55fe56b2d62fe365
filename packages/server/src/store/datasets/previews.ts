import type { Instant } from '@pawprint/core';
import { type InferResult, sql } from 'kysely';
import { validate as isUuid } from 'uuid';
import type { StoredBytes } from '../../model/file.ts';
import type { KeyedOutput, Output } from '../../model/output.ts';
import type { Preview, PreviewKind, PreviewPlace } from '../../model/preview.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { instantOf, timeOf } from '../instant-column.ts';
import { existingUser } from '../users.ts';

/** Ids come from outside: one that is no UUID is the id of no preview. */
export const findPreview = async (db: Database, id: string): Promise<Preview | undefined> => {
  if (!isUuid(id)) return undefined;
  const row = await selectPreviews(db).where('p.id', '=', id).executeTakeFirst();
  return row && rowToPreview(row);
};

/** The preview, locked until the transaction ends. */
export const lockPreview = async (trx: DatabaseTransaction, id: string): Promise<Preview | undefined> => {
  if (!isUuid(id)) return undefined;
  await trx.selectFrom('previews').select('id').where('id', '=', id).forNoKeyUpdate().execute();
  return findPreview(trx, id);
};

type PlaceId = Pick<PreviewPlace, 'type' | 'id'>;

/** Newest first, without thumbnails. */
export const listPreviews = async (db: Database, { type, id }: PlaceId): Promise<Preview[]> => {
  const rows = await selectPreviews(db)
    .where(`p.${PLACE_COLUMNS[type]}`, '=', id)
    .where('p.kind', '=', 'preview')
    .orderBy('p.id', 'desc')
    .execute();
  return rows.map(rowToPreview);
};

const PLACE_COLUMNS = { file: 'file_id', section: 'section_id', collection: 'collection_id' } as const;

const selectPreviews = (db: Database) =>
  db
    .selectFrom('previews as p')
    .leftJoin('sections as s', 's.id', 'p.section_id')
    .leftJoin('files as f', (join) => join.on('f.id', '=', sql<string>`coalesce(p.file_id, s.file_id)`))
    .selectAll('p')
    .select('f.dataset_id');

type PreviewRow = InferResult<ReturnType<typeof selectPreviews>>[number];

const rowToPreview = (row: PreviewRow): Preview => ({
  id: row.id,
  kind: row.kind,
  attachedTo: placeOf(row),
  title: row.title,
  mime: row.mime,
  sizeBytes: row.size_bytes,
  sha256: row.sha256,
  blobKey: row.blob_key,
  extractor: row.extractor,
  uploadedBy: row.uploaded_by,
  jobId: row.job_id,
  createdAt: instantOf(row.created_at),
});

const placeOf = (row: PreviewRow): PreviewPlace | null => {
  const { file_id, section_id, collection_id, dataset_id: datasetId } = row;
  if (collection_id) return { type: 'collection', id: collection_id };
  if (!datasetId) return null;
  if (section_id) return { type: 'section', id: section_id, datasetId };
  return file_id ? { type: 'file', id: file_id, datasetId } : null;
};

export interface NewPreview extends StoredBytes {
  readonly id: string;
  readonly kind: PreviewKind;
  readonly title: string;
  readonly mime: string;
  readonly extractor: string | null;
  readonly uploadedBy: string | null;
  readonly output: Output | null;
  readonly createdAt: Instant;
}

export const insertPreview = async (trx: DatabaseTransaction, preview: NewPreview): Promise<void> => {
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

/** Replaces a preview by that of a later attempt. It keeps its id, and stays attached. */
export const replacePreview = async (
  trx: DatabaseTransaction,
  id: string,
  preview: NewPreview,
): Promise<void> => {
  await trx.updateTable('previews').set(contentColumns(preview)).where('id', '=', id).execute();
};

const contentColumns = (preview: NewPreview) => ({
  kind: preview.kind,
  title: preview.title,
  mime: preview.mime,
  size_bytes: preview.sizeBytes,
  sha256: preview.sha256,
  blob_key: preview.blobKey,
  attempt: preview.output?.attempt ?? null,
  created_at: timeOf(preview.createdAt),
});

/** The preview or thumbnail that is stored for this output of this job. */
export const findPreviewOutput = (trx: DatabaseTransaction, { jobId, key }: KeyedOutput) =>
  trx
    .selectFrom('previews')
    .select(['id', 'attempt'])
    .where('job_id', '=', jobId)
    .where('output_key', '=', key)
    .executeTakeFirst();

/** Attaches a preview, and detaches it from where it was. The extractor is stored only if it has none yet. */
export const movePreview = async (
  trx: DatabaseTransaction,
  id: string,
  { type, id: placeId }: PlaceId,
  extractor: string | null,
): Promise<void> => {
  const nowhere = { file_id: null, section_id: null, collection_id: null };
  await trx
    .updateTable('previews')
    .set({
      ...nowhere,
      [PLACE_COLUMNS[type]]: placeId,
      extractor: sql<string | null>`coalesce(extractor, ${extractor})`,
    })
    .where('id', '=', id)
    .execute();
};

/** Adds details; a key that the preview has already gets the new value. False if there is no such preview. */
export const addPreviewDetails = async (
  trx: DatabaseTransaction,
  id: string,
  details: Readonly<Record<string, unknown>>,
): Promise<boolean> => {
  const changed = await trx
    .updateTable('previews')
    .set({ details: sql<string>`details || ${JSON.stringify(details)}::jsonb` })
    .where('id', '=', id)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
};

/** Removes the thumbnail of a file, so that another can be attached. @param exceptId stays if it is attached already */
export const removeThumbnail = async (
  trx: DatabaseTransaction,
  fileId: string,
  exceptId: string,
): Promise<void> => {
  await trx
    .deleteFrom('previews')
    .where('file_id', '=', fileId)
    .where('kind', '=', 'thumbnail')
    .where('id', '<>', exceptId)
    .execute();
};

/**
 * Removes the first preview in this place that an earlier attempt of the same job has left without an output key: this
 * one takes its place.
 */
export const removeEarlierPreview = async (
  trx: DatabaseTransaction,
  id: string,
  { type, id: placeId }: PlaceId,
): Promise<void> => {
  await sql`
    delete from previews where id = (
      select earlier.id
      from previews earlier join previews later on later.job_id = earlier.job_id and later.kind = earlier.kind
      where later.id = ${id}::uuid and later.output_key is null and earlier.output_key is null
        and ${sql.ref(`earlier.${PLACE_COLUMNS[type]}`)} = ${placeId}::uuid
        and (earlier.attempt is null or earlier.attempt < later.attempt)
      order by earlier.id
      limit 1
    )`.execute(trx);
};

/** False if there is no such preview. */
export const removePreview = async (trx: DatabaseTransaction, id: string): Promise<boolean> => {
  const removed = await trx.deleteFrom('previews').where('id', '=', id).executeTakeFirst();
  return removed.numDeletedRows > 0n;
};

/** Removes previews uploaded before then that are attached to nothing. Answers how many. */
export const removeUnattachedPreviews = async (db: Database, before: Instant): Promise<number> => {
  const removed = await db
    .deleteFrom('previews')
    .where(sql<boolean>`num_nonnulls(file_id, section_id, collection_id) = 0`)
    .where('created_at', '<', timeOf(before))
    .executeTakeFirst();
  return Number(removed.numDeletedRows);
};
