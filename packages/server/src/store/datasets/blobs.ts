import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database.ts';
import { timeOf } from '../instant-column.ts';

/** Before the first byte of a blob is written: should nobody claim it by then, it goes. */
export const reserveBlob = async (db: Database, key: string, until: Instant): Promise<void> => {
  await db
    .insertInto('doomed_blobs')
    .values({ blob_key: key, due_at: timeOf(until) })
    .execute();
};

/** With the rows that refer to them. Throws where a blob is no longer there to be claimed. */
export const commitBlobs = async (trx: DatabaseTransaction, keys: readonly string[]): Promise<void> => {
  const claimed = await trx.deleteFrom('doomed_blobs').where('blob_key', 'in', keys).executeTakeFirst();
  if (Number(claimed.numDeletedRows) !== keys.length)
    throw new Error(
      'A blob was removed before its row could be stored: it took longer than a day to arrive.',
    );
};

/** Those that nobody has claimed are due at once; gives how many that were. */
export const releaseBlobs = async (db: Database, keys: readonly string[]): Promise<number> => {
  if (keys.length === 0) return 0;
  const abandoned = await db
    .updateTable('doomed_blobs')
    .set({ due_at: sql`default` })
    .where('blob_key', 'in', keys)
    .executeTakeFirst();
  return Number(abandoned.numUpdatedRows);
};

/** Takes some that are due off the list. Of two servers that sweep at once, each gets others. */
export const deleteDueBlobs = async (
  trx: DatabaseTransaction,
  now: Instant,
  limit: number,
): Promise<string[]> => {
  const taken = await sql<{ blob_key: string }>`
    delete from doomed_blobs where blob_key = any(array(
      select blob_key from doomed_blobs where due_at <= ${timeOf(now)}
      order by due_at limit ${limit} for update skip locked
    )) returning blob_key`.execute(trx);
  return taken.rows.map(({ blob_key }) => blob_key);
};
