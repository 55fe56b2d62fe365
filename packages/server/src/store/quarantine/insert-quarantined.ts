import type { Transaction } from 'kysely';
import type { Quarantined } from '../../tracking/quarantine.ts';
import { timeOf } from '../jobs/instant-column.ts';
import type { Schema } from '../schema.ts';
import { storableText } from '../storable.ts';
import { storableDelivery } from './storable-delivery.ts';

/** Bodies may be large: so many go over in one statement. */
const AT_ONCE = 100;

export const insertQuarantined = async (
  trx: Transaction<Schema>,
  quarantined: readonly Quarantined[],
): Promise<void> => {
  for (let done = 0; done < quarantined.length; done += AT_ONCE) {
    const rows = quarantined.slice(done, done + AT_ONCE).map(({ raw, receivedAt, ...why }) => ({
      id: why.id,
      source: why.source,
      reason: why.reason,
      detail: storableText(why.detail),
      received_at: timeOf(receivedAt),
      ...storableDelivery(raw),
    }));
    await trx.insertInto('quarantine').values(rows).execute();
  }
};
