import type { Instant } from '@pawprint/core';
import { type InferResult, sql } from 'kysely';
import { validate as isUuid } from 'uuid';
import type { Dataset, DatasetRef } from '../../model/dataset.ts';
import type { Grant } from '../../model/grant.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { isGranted, isInSpace } from '../granted.ts';
import { instantOf, timeOf } from '../instant-column.ts';

/** Ids come from outside: one that is no UUID is the id of no dataset. */
export const findDataset = async (db: Database, id: string): Promise<Dataset | undefined> => {
  if (!isUuid(id)) return undefined;
  const row = await selectDatasets(db).where('d.id', '=', id).executeTakeFirst();
  return row && rowToDataset(row);
};

/** The id of the newest dataset of this name that the user created. */
export const findOwnDataset = async (
  db: Database,
  userId: string,
  name: string,
): Promise<string | undefined> => {
  const row = await db
    .selectFrom('datasets')
    .select('id')
    .where('created_by', '=', userId)
    .where('name', '=', name)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id;
};

interface DatasetFilter {
  readonly grant: Grant;
  /** Default: those of all spaces and of none. */
  readonly spaceId?: string | undefined;
  readonly limit: number;
  /** The id of the last dataset on the page before. */
  readonly after?: string | undefined;
  /** A part of the name, in upper or lower case. */
  readonly q?: string | undefined;
}

/** Newest first. */
export const listDatasets = async (
  db: Database,
  { grant, spaceId, limit, after, q }: DatasetFilter,
): Promise<Dataset[]> => {
  let query = selectDatasets(db)
    .where(isGranted(grant, 'datasets', 'd'))
    .orderBy('d.id', 'desc')
    .limit(limit);
  if (spaceId) query = query.where(isInSpace('dataset', 'd', spaceId));
  if (after) query = query.where('d.id', '<', after);
  if (q) query = query.where(sql<boolean>`strpos(lower(d.name), lower(${q})) > 0`);
  return (await query.execute()).map(rowToDataset);
};

/** Newest first. */
export const listDatasetsIn = async (
  db: Database,
  collectionId: string,
  grant: Grant,
): Promise<Dataset[]> => {
  const rows = await selectDatasets(db)
    .innerJoin('collection_datasets as c', 'c.dataset_id', 'd.id')
    .where('c.collection_id', '=', collectionId)
    .where(isGranted(grant, 'datasets', 'd'))
    .orderBy('d.id', 'desc')
    .execute();
  return rows.map(rowToDataset);
};

const selectDatasets = (db: Database) =>
  db
    .selectFrom('datasets as d')
    .leftJoin('users as u', 'u.id', 'd.created_by')
    .leftJoinLateral(
      (from) =>
        from
          .selectFrom('files as f')
          .whereRef('f.dataset_id', '=', 'd.id')
          .select([
            sql<number>`count(*)`.as('file_count'),
            sql<number>`coalesce(sum(f.size_bytes), 0)::bigint`.as('size_bytes'),
          ])
          .as('totals'),
      (join) => join.onTrue(),
    )
    .select([
      'd.id',
      'd.name',
      'd.description',
      'd.created_at',
      'u.id as creator_id',
      'u.name as creator_name',
      sql<number>`totals.file_count`.as('file_count'),
      sql<number>`totals.size_bytes`.as('size_bytes'),
      sql<string | null>`(
        select p.id from files f join previews p on p.file_id = f.id and p.kind = 'thumbnail'
        where f.dataset_id = d.id order by f.id desc limit 1
      )`.as('thumbnail_id'),
      sql<string[]>`array(
        select tag from tags where file_id is null and dataset_id = d.id order by tag
      )`.as('tags'),
    ]);

type DatasetRow = InferResult<ReturnType<typeof selectDatasets>>[number];

const rowToDataset = (row: DatasetRow): Dataset => ({
  id: row.id,
  name: row.name,
  description: row.description,
  createdAt: instantOf(row.created_at),
  createdBy: row.creator_id && row.creator_name ? { id: row.creator_id, name: row.creator_name } : null,
  fileCount: row.file_count,
  sizeBytes: row.size_bytes,
  thumbnailId: row.thumbnail_id,
  tags: row.tags,
});

interface NewDataset extends DatasetRef {
  readonly description: string;
  readonly isPublic: boolean;
  readonly createdAt: Instant;
  readonly createdBy: string;
}

export const insertDataset = async (trx: DatabaseTransaction, dataset: NewDataset): Promise<void> => {
  await trx
    .insertInto('datasets')
    .values({
      id: dataset.id,
      name: dataset.name,
      description: dataset.description,
      is_public: dataset.isPublic,
      created_at: timeOf(dataset.createdAt),
      created_by: dataset.createdBy,
    })
    .execute();
};

/** False if there is no such dataset. */
export const updateDataset = async (
  trx: DatabaseTransaction,
  id: string,
  texts: { readonly name?: string; readonly description?: string },
): Promise<boolean> => {
  const updated = await trx.updateTable('datasets').set(texts).where('id', '=', id).executeTakeFirst();
  return updated.numUpdatedRows > 0n;
};

/** Keeps the dataset from being deleted until the transaction ends. False if there is none. */
export const lockDataset = async (trx: DatabaseTransaction, id: string): Promise<boolean> => {
  const row = await trx
    .selectFrom('datasets')
    .select('id')
    .where('id', '=', id)
    .forKeyShare()
    .executeTakeFirst();
  return row !== undefined;
};

/** Deletes its files too. False if there is no such dataset. */
export const removeDataset = async (trx: DatabaseTransaction, id: string): Promise<boolean> => {
  const removed = await trx.deleteFrom('datasets').where('id', '=', id).executeTakeFirst();
  return removed.numDeletedRows > 0n;
};
