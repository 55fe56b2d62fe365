import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import { ADVISORY_LOCKS } from '../advisory-locks.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { timeOf } from '../instant-column.ts';

/** Longer than any upload takes. What a crash leaves behind is swept after it. */
export const RESERVATION_MS = 24 * 60 * 60 * 1000;

/** Called before the first byte of a blob is written: the blob is swept after `until` unless it is committed by then. */
export const reserveBlob = async (db: Database, key: string, until: Instant): Promise<void> => {
  await db
    .insertInto('doomed_blobs')
    .values({ blob_key: key, due_at: timeOf(until) })
    .execute();
};

/** Ends the reservation, in the transaction that stores rows for these blobs. Throws if one was swept already. */
export const commitBlobs = async (trx: DatabaseTransaction, keys: readonly string[]): Promise<void> => {
  const committed = await trx.deleteFrom('doomed_blobs').where('blob_key', 'in', keys).executeTakeFirst();
  if (Number(committed.numDeletedRows) !== keys.length)
    throw new Error(
      'A blob was removed before its row could be stored: it took longer than a day to arrive.',
    );
};

/** Makes those of these blobs that were not committed due for the sweep at once. Answers how many. */
export const releaseBlobs = async (db: Database, keys: readonly string[]): Promise<number> => {
  if (keys.length === 0) return 0;
  const released = await db
    .updateTable('doomed_blobs')
    .set({ due_at: sql`default` })
    .where('blob_key', 'in', keys)
    .executeTakeFirst();
  return Number(released.numUpdatedRows);
};

/** Makes a backup that begins wait for the end of the transaction. False while one runs, which copies blobs. */
export const lockBlobRemoval = async (trx: DatabaseTransaction): Promise<boolean> => {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock_shared(${ADVISORY_LOCKS.backup}) as locked`.execute(trx);
  return rows[0]?.locked === true;
};

/** Removes due blobs from the list and answers their keys. Two servers that sweep at once get different blobs. */
export const deleteDueBlobs = async (
  trx: DatabaseTransaction,
  now: Instant,
  limit: number,
): Promise<string[]> => {
  const due = await sql<{ blob_key: string }>`
    delete from doomed_blobs where blob_key = any(array(
      select blob_key from doomed_blobs where due_at <= ${timeOf(now)}
      order by due_at limit ${limit} for update skip locked
    )) returning blob_key`.execute(trx);
  return due.rows.map(({ blob_key }) => blob_key);
};
