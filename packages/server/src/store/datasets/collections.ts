import type { Instant } from '@pawprint/core';
import { type InferResult, sql } from 'kysely';
import { validate as isUuid } from 'uuid';
import type { Collection } from '../../model/dataset.ts';
import type { Grant } from '../../model/grant.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { isGranted, isInSpace } from '../granted.ts';
import { instantOf, timeOf } from '../instant-column.ts';
import { existingUser } from '../users.ts';

/** Ids come from outside: one that is no UUID is the id of no collection. */
export const findCollection = async (db: Database, id: string): Promise<Collection | undefined> => {
  if (!isUuid(id)) return undefined;
  const row = await selectCollections(db).where('c.id', '=', id).executeTakeFirst();
  return row && rowToCollection(row);
};

interface CollectionFilter {
  readonly grant: Grant;
  /** Default: those of all spaces and of none. */
  readonly spaceId?: string | undefined;
  readonly limit: number;
  /** The id of the last collection on the page before. */
  readonly after?: string | undefined;
  /** A part of the name, in upper or lower case. */
  readonly title?: string | undefined;
}

/** Newest first. */
export const listCollections = async (
  db: Database,
  { grant, spaceId, limit, after, title }: CollectionFilter,
): Promise<Collection[]> => {
  let query = selectCollections(db)
    .where(isGranted(grant, 'collections', 'c'))
    .orderBy('c.id', 'desc')
    .limit(limit);
  if (spaceId) query = query.where(isInSpace('collection', 'c', spaceId));
  if (after) query = query.where('c.id', '<', after);
  if (title) query = query.where(sql<boolean>`strpos(lower(c.name), lower(${title})) > 0`);
  return (await query.execute()).map(rowToCollection);
};

/** Newest first. */
export const listChildCollections = async (
  db: Database,
  parentId: string,
  grant: Grant,
): Promise<Collection[]> => {
  const rows = await selectCollections(db)
    .innerJoin('collection_parents as p', 'p.child_id', 'c.id')
    .where('p.parent_id', '=', parentId)
    .where(isGranted(grant, 'collections', 'c'))
    .orderBy('c.id', 'desc')
    .execute();
  return rows.map(rowToCollection);
};

const selectCollections = (db: Database) =>
  db
    .selectFrom('collections as c')
    .leftJoin('users as u', 'u.id', 'c.created_by')
    .selectAll('c')
    .select([
      'u.id as creator_id',
      'u.name as creator_name',
      sql<string[]>`array(
        select parent_id from collection_parents where child_id = c.id order by parent_id
      )`.as('parents'),
      sql<string[]>`array(
        select child_id from collection_parents where parent_id = c.id order by child_id
      )`.as('children'),
      sql<number>`(select count(*) from collection_datasets where collection_id = c.id)`.as('dataset_count'),
    ]);

type CollectionRow = InferResult<ReturnType<typeof selectCollections>>[number];

const rowToCollection = (row: CollectionRow): Collection => ({
  id: row.id,
  name: row.name,
  description: row.description,
  createdAt: instantOf(row.created_at),
  createdBy: row.creator_id && row.creator_name ? { id: row.creator_id, name: row.creator_name } : null,
  parents: row.parents,
  children: row.children,
  datasetCount: row.dataset_count,
});

type NewCollection = Pick<Collection, 'id' | 'name' | 'description' | 'createdAt'> & {
  readonly createdBy: string;
};

export const insertCollection = async (
  trx: DatabaseTransaction,
  collection: NewCollection,
): Promise<void> => {
  await trx
    .insertInto('collections')
    .values({
      id: collection.id,
      name: collection.name,
      description: collection.description,
      created_at: timeOf(collection.createdAt),
      created_by: collection.createdBy,
    })
    .execute();
};

export const insertParents = async (
  trx: DatabaseTransaction,
  childId: string,
  parentIds: readonly string[],
): Promise<void> => {
  if (parentIds.length === 0) return;
  await trx
    .insertInto('collection_parents')
    .values(parentIds.map((id) => ({ parent_id: id, child_id: childId })))
    .execute();
};

interface Addition {
  readonly by: string | null;
  readonly at: Instant;
}

/** Changes nothing in the collections that have the dataset already. */
export const insertIntoCollections = async (
  trx: DatabaseTransaction,
  collectionIds: readonly string[],
  datasetId: string,
  { by, at }: Addition,
): Promise<void> => {
  if (collectionIds.length === 0) return;
  const added = { dataset_id: datasetId, added_at: timeOf(at), added_by: existingUser(by) };
  await trx
    .insertInto('collection_datasets')
    .values(collectionIds.map((id) => ({ collection_id: id, ...added })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
};

export const removeFromCollection = async (
  trx: DatabaseTransaction,
  collectionId: string,
  datasetId: string,
): Promise<void> => {
  await trx
    .deleteFrom('collection_datasets')
    .where('collection_id', '=', collectionId)
    .where('dataset_id', '=', datasetId)
    .execute();
};

/** Keeps the collection from being deleted until the transaction ends. False if there is none. */
export const lockCollection = async (trx: DatabaseTransaction, id: string): Promise<boolean> =>
  (await lockCollections(trx, [id])) === 1;

/** Keeps these collections from being deleted until the transaction ends. Answers how many of them exist. */
export const lockCollections = async (trx: DatabaseTransaction, ids: readonly string[]): Promise<number> => {
  const rows = await trx
    .selectFrom('collections')
    .select('id')
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .orderBy('id')
    .forKeyShare()
    .execute();
  return rows.length;
};

/** Deletes its previews too, but no dataset or collection in it. False if there is no such collection. */
export const removeCollection = async (trx: DatabaseTransaction, id: string): Promise<boolean> => {
  const removed = await trx.deleteFrom('collections').where('id', '=', id).executeTakeFirst();
  return removed.numDeletedRows > 0n;
};
