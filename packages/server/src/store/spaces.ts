import type { Instant } from '@pawprint/core';
import { type InferResult, sql } from 'kysely';
import { validate as isUuid } from 'uuid';
import type { Grant } from '../model/grant.ts';
import type { Sharing, Space, SpaceMember, SpaceRole } from '../model/space.ts';
import type { Database, DatabaseTransaction } from './database.ts';
import { isGranted } from './granted.ts';
import { instantOf, timeOf } from './instant-column.ts';
import { existingUser } from './users.ts';

/** @param userId whose role is read */
export const findSpace = async (db: Database, id: string, userId: string): Promise<Space | undefined> => {
  if (!isUuid(id)) return undefined;
  const row = await selectSpaces(db, userId).where('s.id', '=', id).executeTakeFirst();
  return row && rowToSpace(row);
};

interface SpaceFilter {
  readonly grant: Grant;
  readonly userId: string;
  readonly limit: number;
  /** The id of the last space on the page before. */
  readonly after?: string | undefined;
  /** A part of the name, in upper or lower case. */
  readonly title?: string | undefined;
}

/** In the order of their names. Members and datasets are counted of those on the page. */
export const listSpaces = async (
  db: Database,
  { grant, userId, limit, after, title }: SpaceFilter,
): Promise<Space[]> => {
  let query = selectSpaces(db, userId).where(isGranted(grant, 'spaces', 's'));
  if (title) query = query.where(sql<boolean>`strpos(lower(s.name), lower(${title})) > 0`);
  if (after)
    query = query.where(
      sql<boolean>`(lower(s.name), s.id) > (select lower(name), id from spaces where id = ${after}::uuid)`,
    );
  const rows = await query.orderBy(sql`lower(s.name)`).orderBy('s.id').limit(limit).execute();
  return rows.map(rowToSpace);
};

const selectSpaces = (db: Database, userId: string) =>
  db
    .selectFrom('spaces as s')
    .leftJoin('users as u', 'u.id', 's.created_by')
    .leftJoin('space_members as m', (join) =>
      join.onRef('m.space_id', '=', 's.id').on('m.user_id', '=', userId),
    )
    .select([
      's.id',
      's.name',
      's.description',
      's.created_at',
      'u.id as creator_id',
      'u.name as creator_name',
      'm.role',
      sql<number>`(select count(*) from space_members where space_id = s.id)`.as('member_count'),
      sql<number>`(select count(*) from dataset_spaces where space_id = s.id)`.as('dataset_count'),
    ]);

type SpaceRow = InferResult<ReturnType<typeof selectSpaces>>[number];

const rowToSpace = (row: SpaceRow): Space => ({
  id: row.id,
  name: row.name,
  description: row.description,
  createdAt: instantOf(row.created_at),
  createdBy: row.creator_id && row.creator_name ? { id: row.creator_id, name: row.creator_name } : null,
  memberCount: row.member_count,
  datasetCount: row.dataset_count,
  role: row.role,
});

type NewSpace = Pick<Space, 'id' | 'name' | 'description' | 'createdAt'> & { readonly createdBy: string };

export const insertSpace = async (trx: DatabaseTransaction, space: NewSpace): Promise<void> => {
  await trx
    .insertInto('spaces')
    .values({
      id: space.id,
      name: space.name,
      description: space.description,
      created_at: timeOf(space.createdAt),
      created_by: space.createdBy,
    })
    .execute();
};

export const updateSpace = async (
  trx: DatabaseTransaction,
  id: string,
  change: { readonly name?: string | undefined; readonly description?: string | undefined },
): Promise<void> => {
  if (change.name === undefined && change.description === undefined) return;
  await trx.updateTable('spaces').set(change).where('id', '=', id).execute();
};

/** What was in it is kept. */
export const removeSpace = async (trx: DatabaseTransaction, id: string): Promise<void> => {
  await trx.deleteFrom('spaces').where('id', '=', id).execute();
};

/** In the order of their names. */
export const listMembers = async (db: Database, spaceId: string): Promise<SpaceMember[]> => {
  const rows = await db
    .selectFrom('space_members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select(['u.id', 'u.name', 'u.email', 'm.role', 'm.added_at'])
    .where('m.space_id', '=', spaceId)
    .orderBy(sql`lower(u.name)`)
    .orderBy('u.id')
    .execute();
  return rows.map(({ id, name, email, role, added_at }) => ({
    person: { id, name },
    email,
    role,
    addedAt: instantOf(added_at),
  }));
};

interface Addition {
  readonly by: string;
  readonly at: Instant;
}

/** False if there is no such person. */
export const upsertMember = async (
  trx: DatabaseTransaction,
  spaceId: string,
  { userId, role }: { readonly userId: string; readonly role: SpaceRole },
  { by, at }: Addition,
): Promise<boolean> => {
  const { rows } = await sql`
    insert into space_members (space_id, user_id, role, added_at, added_by)
    select ${spaceId}::uuid, id, ${role}, ${timeOf(at)}, ${existingUser(by)} from users where id = ${userId}
    on conflict (user_id, space_id) do update set role = excluded.role
    returning user_id`.execute(trx);
  return rows.length > 0;
};

/** Answers whether the person was a member. */
export const removeMember = async (
  trx: DatabaseTransaction,
  spaceId: string,
  userId: string,
): Promise<boolean> => {
  const removed = await trx
    .deleteFrom('space_members')
    .where('space_id', '=', spaceId)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return removed.numDeletedRows > 0n;
};

/** Whether somebody is an admin of the space. It stays locked, so that two admins cannot leave at the same time. */
export const lockAndCountAdmins = async (trx: DatabaseTransaction, spaceId: string): Promise<number> => {
  await trx.selectFrom('spaces').select('id').where('id', '=', spaceId).forUpdate().execute();
  const { admins } = await trx
    .selectFrom('space_members')
    .select(sql<number>`count(*)`.as('admins'))
    .where('space_id', '=', spaceId)
    .where('role', '=', 'admin')
    .executeTakeFirstOrThrow();
  return admins;
};

type Placed = 'dataset' | 'collection';

/** Changes nothing if it is in the space already, or if one of both was deleted meanwhile. */
export const insertIntoSpace = async (
  trx: DatabaseTransaction,
  placed: Placed,
  id: string,
  spaceId: string,
  { by, at }: Addition,
): Promise<void> => {
  await sql`
    insert into ${sql.table(`${placed}_spaces`)} (${sql.ref(`${placed}_id`)}, space_id, added_at, added_by)
    select p.id, s.id, ${timeOf(at)}, ${existingUser(by)}
    from ${sql.table(`${placed}s`)} p, spaces s where p.id = ${id}::uuid and s.id = ${spaceId}::uuid
    on conflict do nothing`.execute(trx);
};

export const removeFromSpace = async (
  trx: DatabaseTransaction,
  placed: Placed,
  id: string,
  spaceId: string,
): Promise<void> => {
  await sql`
    delete from ${sql.table(`${placed}_spaces`)}
    where ${sql.ref(`${placed}_id`)} = ${id}::uuid and space_id = ${spaceId}::uuid`.execute(trx);
};

/** How many datasets or collections are in a space. */
export const countInSpace = async (db: Database, placed: Placed, spaceId: string): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from ${sql.table(`${placed}_spaces`)} where space_id = ${spaceId}::uuid`.execute(db);
  return rows[0]?.n ?? 0;
};

export const setPublic = async (
  trx: DatabaseTransaction,
  datasetId: string,
  isPublic: boolean,
): Promise<void> => {
  await trx.updateTable('datasets').set({ is_public: isPublic }).where('id', '=', datasetId).execute();
};

/**
 * Who sees a dataset; all of its spaces, in the order of their names.
 *
 * @param userId whose role in each space is read
 */
export const readSharing = async (
  db: Database,
  datasetId: string,
  userId: string | null,
): Promise<Sharing> => {
  const owner = await db
    .selectFrom('datasets as d')
    .leftJoin('users as u', 'u.id', 'd.created_by')
    .select(['d.is_public', 'u.id', 'u.name'])
    .where('d.id', '=', datasetId)
    .executeTakeFirstOrThrow();
  const spaces = await db
    .selectFrom('dataset_spaces as p')
    .innerJoin('spaces as s', 's.id', 'p.space_id')
    .leftJoin('space_members as m', (join) =>
      join.onRef('m.space_id', '=', 's.id').on('m.user_id', '=', userId),
    )
    .select([
      's.id',
      's.name',
      'm.role',
      sql<number>`(select count(*) from space_members where space_id = s.id)`.as('memberCount'),
    ])
    .where('p.dataset_id', '=', datasetId)
    .orderBy(sql`lower(s.name)`)
    .execute();
  return {
    owner: owner.id && owner.name ? { id: owner.id, name: owner.name } : null,
    isPublic: owner.is_public,
    spaces,
  };
};
