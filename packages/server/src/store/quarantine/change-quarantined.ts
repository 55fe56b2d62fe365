import type { Instant } from '@pawprint/core';
import { redactKeys } from '@pawprint/core';
import type { Transaction } from 'kysely';
import type { Objection } from '../../tracking/quarantine.ts';
import { existingUser } from '../data/existing-user.ts';
import type { Database } from '../database.ts';
import { timeOf } from '../jobs/instant-column.ts';
import type { Schema } from '../schema.ts';
import { storableText } from '../storable.ts';

type Trx = Transaction<Schema>;

export const markReplayed = async (trx: Trx, id: string, by: string, at: Instant): Promise<void> => {
  await trx
    .updateTable('quarantine')
    .set({ replayed_at: timeOf(at), replayed_by: existingUser(by) })
    .where('id', '=', id)
    .execute();
};

/** It was tried again, and this is why it still cannot be used. */
export const markRefusedAgain = async (
  trx: Trx,
  id: string,
  { reason, detail }: Objection,
): Promise<void> => {
  await trx
    .updateTable('quarantine')
    .set({ reason, detail: storableText(redactKeys(detail)) })
    .where('id', '=', id)
    .execute();
};

/** Those that came last before then. */
export const deleteOldQuarantined = async (db: Database, before: Instant): Promise<void> => {
  await db.deleteFrom('quarantine').where('last_received_at', '<', timeOf(before)).execute();
};

export const deleteQuarantined = async (trx: Trx, id: string): Promise<void> => {
  await trx.deleteFrom('quarantine').where('id', '=', id).execute();
};
