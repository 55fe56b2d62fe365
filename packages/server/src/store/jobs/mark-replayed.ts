import type { Instant } from '@pawprint/core';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../schema.ts';
import { timeOrNull } from './instant-column.ts';

/**
 * Its message is about to be sent again: from now on its credential counts, though the job has ended. Null, or the time
 * of the replay before, where it could not be sent.
 */
export const markReplayed = async (
  trx: Transaction<Schema>,
  jobId: string,
  at: Instant | null,
): Promise<void> => {
  await sql`update jobs set replayed_at = ${timeOrNull(at)} where id = ${jobId}::uuid`.execute(trx);
};
