import type { Instant } from '@pawprint/core';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../schema.ts';
import { timeOf } from './instant-column.ts';

/** Their messages are about to be sent again: from now on their credentials count, though the jobs have ended. */
export const markReplayed = async (
  trx: Transaction<Schema>,
  jobIds: readonly string[],
  now: Instant,
): Promise<void> => {
  await sql`update jobs set replayed_at = ${timeOf(now)} where id = any(${jobIds}::uuid[])`.execute(trx);
};
