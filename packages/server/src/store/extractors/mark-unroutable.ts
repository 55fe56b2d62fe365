import type { Instant } from '@pawprint/core';
import type { Transaction } from 'kysely';
import { timeOf } from '../jobs/instant-column.ts';
import type { Schema } from '../schema.ts';

/** The broker has no queue for this extractor, until it is heard again. */
export const markUnroutable = async (
  trx: Transaction<Schema>,
  extractor: string,
  now: Instant,
): Promise<void> => {
  await trx
    .updateTable('extractors')
    .set({ unroutable_at: timeOf(now) })
    .where('name', '=', extractor)
    .execute();
};
