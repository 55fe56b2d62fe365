import type { Transaction } from 'kysely';
import type { Schema } from '../schema.ts';

/** It was heard on RabbitMQ: this is where its messages go, and they may be tried again. */
export const markHeard = async (
  trx: Transaction<Schema>,
  extractor: string,
  queue: string,
): Promise<void> => {
  await trx
    .updateTable('extractors')
    .set({ queue, unroutable_at: null })
    .where('name', '=', extractor)
    .execute();
};
