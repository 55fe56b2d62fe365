import { type InferResult, sql } from 'kysely';
import { validate as isUuid } from 'uuid';
import type { JobView } from '../../model/job-view.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { instantOf, timeOf } from '../instant-column.ts';

/** Ids come from outside: one that is no UUID is the id of no view. */
export const findJobView = async (db: Database, id: string): Promise<JobView | undefined> => {
  if (!isUuid(id)) return undefined;
  const row = await selectViews(db).where('v.id', '=', id).executeTakeFirst();
  return row && rowToView(row);
};

interface ViewFilter {
  readonly userId: string;
  /** A part of the view's or its owner's name, in upper or lower case. */
  readonly part?: string | undefined;
  readonly limit: number;
}

interface ListedViews {
  readonly views: readonly JobView[];
  /** Without the limit. */
  readonly total: number;
}

/** A person's own, then those that others share; both in the order of their names. */
export const listJobViews = async (
  db: Database,
  { userId, part, limit }: ViewFilter,
): Promise<ListedViews> => {
  let query = selectViews(db)
    .select(sql<number>`count(*) over ()`.as('total'))
    .where(sql<boolean>`(v.created_by = ${userId} or v.private_to is null)`);
  if (part)
    query = query.where(
      sql<boolean>`strpos(lower(v.name || ' ' || coalesce(u.name, '')), lower(${part})) > 0`,
    );
  const rows = await query
    .orderBy(sql`v.created_by is distinct from ${userId}`)
    .orderBy(sql`lower(v.name)`)
    .orderBy('v.id')
    .limit(limit)
    .execute();
  return { views: rows.map(rowToView), total: Number(rows[0]?.total ?? 0) };
};

const selectViews = (db: Database) =>
  db
    .selectFrom('job_views as v')
    .leftJoin('users as u', 'u.id', 'v.created_by')
    .select([
      'v.id',
      'v.name',
      'v.query',
      'v.sort',
      'v.columns',
      'v.private_to',
      'v.created_at',
      'v.changed_at',
      'u.id as owner_id',
      'u.name as owner_name',
    ]);

type ViewRow = InferResult<ReturnType<typeof selectViews>>[number];

const rowToView = (row: ViewRow): JobView => ({
  id: row.id,
  name: row.name,
  query: row.query,
  sort: row.sort,
  columns: row.columns,
  shared: row.private_to === null,
  owner: row.owner_id === null ? null : { id: row.owner_id, name: row.owner_name ?? '' },
  createdAt: instantOf(row.created_at),
  changedAt: instantOf(row.changed_at),
});

/**
 * The names of a person's views, by their ids. The account stays locked until the transaction ends, so that no view of it
 * is added meanwhile.
 */
export const lockViewNames = async (
  trx: DatabaseTransaction,
  userId: string,
): Promise<ReadonlyMap<string, string>> => {
  await trx.selectFrom('users').select('id').where('id', '=', userId).forNoKeyUpdate().execute();
  const rows = await trx
    .selectFrom('job_views')
    .select(['id', 'name'])
    .where('created_by', '=', userId)
    .execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
};

/** Stores a new view, or all of one that is there but whose it is. */
export const writeJobView = async (trx: DatabaseTransaction, view: JobView): Promise<void> => {
  const { id, name, query, sort, shared, owner } = view;
  const ownerId = owner?.id ?? null;
  const columns = view.columns === null ? null : [...view.columns];
  const changed = { name, query, sort, columns, private_to: shared ? null : ownerId };
  const changed_at = timeOf(view.changedAt);
  await trx
    .insertInto('job_views')
    .values({ id, ...changed, created_by: ownerId, created_at: timeOf(view.createdAt), changed_at })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ ...changed, changed_at }))
    .execute();
};

export const removeJobView = async (trx: DatabaseTransaction, id: string): Promise<void> => {
  await trx.deleteFrom('job_views').where('id', '=', id).execute();
};
