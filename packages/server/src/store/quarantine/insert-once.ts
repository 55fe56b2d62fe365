import { sql, type Transaction } from 'kysely';
import type { Quarantined } from '../../tracking/quarantine.ts';
import { timeOf } from '../jobs/instant-column.ts';
import type { Schema } from '../schema.ts';
import { storableText } from '../storable.ts';
import { storableDelivery } from './storable-delivery.ts';

/** Where the same bytes were refused for the same reason before, nothing is added. */
export const insertOnce = async (
  trx: Transaction<Schema>,
  { id, source, reason, detail, receivedAt, raw }: Quarantined,
): Promise<void> => {
  const { body, properties } = storableDelivery(raw);
  await sql`
    insert into quarantine (id, received_at, source, reason, detail, body, properties)
    select ${id}::uuid, ${timeOf(receivedAt)}::timestamptz, ${source}, ${reason}, ${storableText(detail)},
      ${body}::bytea, ${properties}::jsonb
    where not exists (
      select from quarantine where source = ${source} and reason = ${reason} and body = ${body}::bytea
    )`.execute(trx);
};
