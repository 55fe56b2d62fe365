import type { Instant } from '@pawprint/core';
import { type Selectable, sql } from 'kysely';
import { validate } from 'uuid';
import type { Counts, FoundOutcome } from '../../model/notification.ts';
import type { Watch } from '../../model/watch.ts';
import { ADVISORY_LOCKS } from '../advisory-locks.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { instantOf, timeOf } from '../instant-column.ts';
import type { WatchTable } from '../schema/notifications.ts';

/** Until the transaction ends, nobody is told of anything and no other watch is made. */
export const lockWatches = async (trx: DatabaseTransaction): Promise<void> => {
  await sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.watches})`.execute(trx);
};

/** False where another server tells people of jobs at the moment. */
export const tryLockWatches = async (trx: DatabaseTransaction): Promise<boolean> => {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(${ADVISORY_LOCKS.watches}) as locked`.execute(trx);
  return rows[0]?.locked ?? false;
};

export const isAnythingWatched = async (db: Database): Promise<boolean> => {
  const found = await db.selectFrom('watches').select('id').where('ended_at', 'is', null).limit(1).execute();
  return found.length > 0;
};

/** Newest first. */
export const listWatches = async (db: Database, userId: string): Promise<Watch[]> => {
  const rows = await db
    .selectFrom('watches')
    .selectAll()
    .where('user_id', '=', userId)
    .where('ended_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(rowToWatch);
};

/** In any order. */
export const readWatches = async (trx: DatabaseTransaction, ids: readonly string[]): Promise<Watch[]> => {
  if (ids.length === 0) return [];
  const rows = await trx
    .selectFrom('watches')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();
  return rows.map(rowToWatch);
};

/** Of operations that have ended. */
export const readWatchesOfEndedOperations = async (db: Database): Promise<Watch[]> => {
  const { rows } = await sql<Selectable<WatchTable>>`
    select w.* from watches w
    join operations o on o.id = case when w.subject_type = 'operation' then w.subject::uuid end
    where w.subject_type = 'operation' and w.ended_at is null and o.state <> 'running'`.execute(db);
  return rows.map(rowToWatch);
};

const rowToWatch = (row: Selectable<WatchTable>): Watch => ({
  id: row.id,
  userId: row.user_id,
  subject: { type: row.subject_type, id: row.subject, name: row.name },
  outcomes: row.outcomes,
  channels: { mail: row.by_mail, webhookId: row.webhook_id },
  pending: row.pending,
  createdAt: instantOf(row.created_at),
});

/** A job that is to be watched, with what is found of it already. */
export interface WatchedJob {
  readonly id: string;
  readonly outcome: FoundOutcome | null;
}

/** Stores a watch with its jobs. One of the same subject that the person has is changed, and begins anew if it had ended. */
export const writeWatch = async (
  trx: DatabaseTransaction,
  { id, userId, subject, outcomes, channels, createdAt }: Watch,
  jobs: readonly WatchedJob[],
): Promise<Watch> => {
  const created_at = timeOf(createdAt);
  const wanted = { outcomes: [...outcomes], by_mail: channels.mail, webhook_id: channels.webhookId };
  const row = await trx
    .insertInto('watches')
    .values({
      id,
      user_id: userId,
      subject_type: subject.type,
      subject: subject.id,
      name: subject.name,
      ...wanted,
      created_at,
    })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'subject_type', 'subject']).doUpdateSet({
        name: subject.name,
        ...wanted,
        created_at: sql<Date>`case when watches.ended_at is null then watches.created_at else excluded.created_at end`,
        pending: sql<string>`case when watches.ended_at is null then watches.pending else '{}' end`,
        ended_at: null,
      }),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  await writeWatchedJobs(trx, row.id, jobs);
  return rowToWatch(row);
};

/** One statement for all jobs could take longer than a statement is allowed to. */
const MAX_ROWS = 2_000;

const writeWatchedJobs = async (
  trx: DatabaseTransaction,
  watchId: string,
  jobs: readonly WatchedJob[],
): Promise<void> => {
  for (let from = 0; from < jobs.length; from += MAX_ROWS) {
    const some = jobs.slice(from, from + MAX_ROWS);
    await sql`
      insert into watched_jobs (watch_id, job_id, outcome)
      select ${watchId}::uuid, job_id, outcome
      from unnest(${some.map((job) => job.id)}::uuid[], ${some.map(({ outcome }) => outcome)}::text[])
        as j (job_id, outcome)
      on conflict (watch_id, job_id) do update set outcome = excluded.outcome`.execute(trx);
  }
};

/**
 * One of several jobs is only ended, so that the same jobs can be watched again. Ids come from outside: one that is no UUID
 * is the id of no watch. False if the person has none of this id.
 */
export const removeWatch = async (
  db: Database,
  userId: string,
  id: string,
  now: Instant,
): Promise<boolean> => {
  if (!validate(id)) return false;
  const { rows } = await sql`
    with own as (
      select id, subject_type from watches
      where id = ${id}::uuid and user_id = ${userId} and ended_at is null for update
    ), ended as (
      update watches w set ended_at = ${timeOf(now)}::timestamptz
      from own where w.id = own.id and own.subject_type = 'jobs'
    ), deleted as (
      delete from watches w using own where w.id = own.id and own.subject_type <> 'jobs'
    )
    select id from own`.execute(db);
  return rows.length > 0;
};

/** The jobs of a watch of several jobs that the person has removed, or that is over. Empty if there is none of this id. */
export const readJobsOfEndedWatch = async (db: Database, userId: string, id: string): Promise<string[]> => {
  if (!validate(id)) return [];
  const { rows } = await sql<{ job_id: string }>`
    select k.job_id from watches w join watched_jobs k on k.watch_id = w.id
    where w.id = ${id}::uuid and w.user_id = ${userId} and w.subject_type = 'jobs' and w.ended_at is not null`.execute(
    db,
  );
  return rows.map(({ job_id }) => job_id);
};

export const endWatches = async (
  trx: DatabaseTransaction,
  ids: readonly string[],
  now: Instant,
): Promise<void> => {
  if (ids.length === 0) return;
  await trx
    .updateTable('watches')
    .set({ ended_at: timeOf(now) })
    .where('id', 'in', [...ids])
    .execute();
};

export const writePending = async (trx: DatabaseTransaction, id: string, pending: Counts): Promise<void> => {
  await trx
    .updateTable('watches')
    .set({ pending: JSON.stringify(pending) })
    .where('id', '=', id)
    .execute();
};

/** Watches that have ended, and what was found so long ago under those that have not. */
export const deleteOldWatches = async (db: Database, before: Instant): Promise<void> => {
  await db.deleteFrom('watches').where('ended_at', '<', timeOf(before)).execute();
  await sql`
    delete from watched_jobs j using watches w
    where j.recorded_at < ${timeOf(before)} and w.id = j.watch_id and w.subject_type in ('dataset', 'extractor')`.execute(
    db,
  );
};
