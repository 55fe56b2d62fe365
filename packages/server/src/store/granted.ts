import { type RawBuilder, sql } from 'kysely';
import type { ExtractorGrant, ExtractorRelation, Grant, Relation } from '../model/grant.ts';
import type { SpaceRole } from '../model/space.ts';
import { storableText } from '../model/storable.ts';
import type { Database } from './database.ts';

type Condition = RawBuilder<boolean>;

/** What rights are to. Datasets and collections have an owner; only datasets can be public. */
export type Owned = 'datasets' | 'collections' | 'spaces';

/** Where the members of each are, and the column with its id. */
const MEMBERS_OF = {
  datasets: { from: sql`dataset_spaces join space_members using (space_id)`, id: sql.ref('dataset_id') },
  collections: {
    from: sql`collection_spaces join space_members using (space_id)`,
    id: sql.ref('collection_id'),
  },
  spaces: { from: sql`space_members`, id: sql.ref('space_id') },
} as const;

/** `covers` as a condition on a row. @param alias the name that the query has given the table of datasets or collections */
export const isGranted = (grant: Grant, owned: Owned, alias: string): Condition => {
  switch (grant.of) {
    case 'all':
      return sql<boolean>`true`;
    case 'none':
      return sql<boolean>`false`;
    case 'public':
      return isPublic(owned, alias);
    case 'person':
      return sql<boolean>`(
        ${isOwner(owned, alias, grant.userId)}
        or ${grant.includesPublic ? isPublic(owned, alias) : sql`false`}
        or ${sql.ref(`${alias}.id`)} in (${idsByRole(owned, grant)}))`;
  }
};

const isOwner = (owned: Owned, alias: string, userId: string): Condition =>
  owned === 'spaces' ? sql<boolean>`false` : sql<boolean>`${sql.ref(`${alias}.created_by`)} = ${userId}`;

const isPublic = (owned: Owned, alias: string): Condition =>
  owned === 'datasets' ? sql<boolean>`${sql.ref(`${alias}.is_public`)}` : sql<boolean>`false`;

const idsByRole = (owned: Owned, { userId, roles }: Extract<Grant, { of: 'person' }>) => {
  const { from, id } = MEMBERS_OF[owned];
  return sql`
    select ${id} as id from ${from}
    where user_id = ${userId} and role = any(${[...roles]}::text[])`;
};

/** @param alias the name that the query has given the table */
export const isInSpace = (
  placed: 'dataset' | 'collection',
  alias: string,
  spaceId: string,
): Condition => sql<boolean>`
  ${sql.ref(`${alias}.id`)} in (
    select ${sql.ref(`${placed}_id`)} from ${sql.table(`${placed}_spaces`)} where space_id = ${spaceId}::uuid)`;

/**
 * The ids of the datasets that a grant covers, for a condition on another table's column. Each way to a dataset is a
 * statement of its own with its own index: of the three together the planner would read all datasets.
 */
export const grantedDatasetIds = (grant: Grant): RawBuilder<unknown> => {
  switch (grant.of) {
    case 'all':
      return sql`select id from datasets`;
    case 'none':
      return sql`select id from datasets where false`;
    case 'public':
      return sql`select id from datasets where is_public`;
    case 'person':
      return sql`
        select id from datasets where created_by = ${grant.userId}
        union all (${idsByRole('datasets', grant)})
        ${grant.includesPublic ? sql`union all select id from datasets where is_public` : sql``}`;
  }
};

/** Of so many ids for each dataset that is asked for: one may be in several spaces. */
const TIMES_COVERED = 10;

/**
 * Each id once, in no order. Undefined: they are more than `most`, or so many of them are in many spaces that it takes
 * longer to find out. Those of somebody who sees thousands are not all read.
 */
export const readGrantedDatasets = async (
  db: Database,
  grant: Grant,
  most: number,
): Promise<readonly string[] | undefined> => {
  const { rows } = await sql<{ ids: string[]; read: number }>`
    with granted as materialized (
      select id from (${grantedDatasetIds(grant)}) covered limit ${most * TIMES_COVERED + 1}
    )
    select array(select distinct id from granted limit ${most + 1}) as ids, (select count(*) from granted) as read`.execute(
    db,
  );
  const [found] = rows;
  return found === undefined || found.ids.length > most || found.read > most * TIMES_COVERED
    ? undefined
    : found.ids;
};

/** Those of these that a grant covers. */
export const selectGranted = async (
  db: Database,
  grant: Grant,
  owned: Owned,
  ids: readonly string[],
): Promise<ReadonlySet<string>> => {
  if (ids.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`
    select o.id from ${sql.table(owned)} o
    where o.id = any(${ids}::uuid[]) and ${isGranted(grant, owned, 'o')}`.execute(db);
  return new Set(rows.map(({ id }) => id));
};

/** The spaces that each of these datasets or collections is in, of those that a grant covers, in the order of their names. */
export const readPlacedSpaces = async (
  db: Database,
  grant: Grant,
  placed: 'dataset' | 'collection',
  ids: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> => {
  if (ids.length === 0 || grant.of === 'none') return new Map();
  const { rows } = await sql<{ id: string; spaces: string[] }>`
    select ${sql.ref(`p.${placed}_id`)} as id, array_agg(s.id order by lower(s.name), s.id) as spaces
    from ${sql.table(`${placed}_spaces`)} p join spaces s on s.id = p.space_id
    where ${sql.ref(`p.${placed}_id`)} = any(${ids}::uuid[]) and ${isGranted(grant, 'spaces', 's')}
    group by 1`.execute(db);
  return new Map(rows.map(({ id, spaces }) => [id, spaces]));
};

/** How a person stands to a dataset or a collection; undefined if there is none of this id. */
export const readRelation = async (
  db: Database,
  owned: Owned,
  id: string,
  userId: string | null,
): Promise<Relation | undefined> => {
  const { from, id: column } = MEMBERS_OF[owned];
  const { rows } = await sql<RelationRow>`
    select ${owned === 'spaces' ? sql`null` : sql`o.created_by`} as "ownerId",
      ${isPublic(owned, 'o')} as "isPublic",
      array(select role from ${from} where ${column} = o.id and user_id = ${userId}) as roles
    from ${sql.table(owned)} o where o.id = ${id}::uuid`.execute(db);
  return rows[0];
};

interface RelationRow extends Relation {
  readonly roles: SpaceRole[];
}

/** `coversExtractor` as a condition on a row. @param alias the name that the query has given the table of extractors */
export const isExtractorGranted = (grant: ExtractorGrant, alias: string): Condition => {
  if (grant.of !== 'person') return grant.of === 'all' ? sql<boolean>`true` : sql<boolean>`false`;
  const owner = sql.ref(`${alias}.owner`);
  return sql<boolean>`(
    ${grant.includesPublic ? sql`${owner} is null` : sql`false`}
    or ${owner} = ${grant.userId}
    or ${grant.includesShared ? sql`${owner} is not null and ${isSharedWith(alias, grant.userId)}` : sql`false`})`;
};

/** With the person, or with a space of which they are a member. */
const isSharedWith = (alias: string, userId: string | null): Condition => sql<boolean>`
  ${sql.ref(`${alias}.name`)} in (
    select extractor from extractor_people where user_id = ${userId}
    union all
    select extractor from extractor_spaces join space_members using (space_id) where user_id = ${userId}
  )`;

/** How a person stands to an extractor; undefined if there is none of this name. */
export const readExtractorRelation = async (
  db: Database,
  name: string,
  userId: string | null,
): Promise<ExtractorRelation | undefined> => {
  const { rows } = await sql<ExtractorRelation>`
    select e.owner as "ownerId", ${isSharedWith('e', userId)} as "isShared"
    from extractors e where e.name = ${storableText(name)}`.execute(db);
  return rows[0];
};
