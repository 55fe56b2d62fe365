import type { Transaction } from 'kysely';
import type { Schema } from '../schema.ts';

/** Those of the extractors named that have a queue on RabbitMQ. */
export const readQueuedExtractors = async (
  trx: Transaction<Schema>,
  names: readonly string[],
): Promise<ReadonlySet<string>> => {
  const rows = await trx
    .selectFrom('extractors')
    .select('name')
    .where('name', 'in', [...new Set(names)])
    .where('queue', 'is not', null)
    .execute();
  return new Set(rows.map(({ name }) => name));
};
