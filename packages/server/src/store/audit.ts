import type { Instant } from '@pawprint/core';
import { v7 } from 'uuid';
import { storableRecord, storableText } from '../model/storable.ts';
import type { DatabaseTransaction } from './database.ts';
import { timeOf } from './instant-column.ts';
import { existingUser } from './users.ts';

/** One act of an operator. */
interface OperatorAct {
  /** The user's id; null if the server acted by itself. */
  readonly by: string | null;
  /** Subject and verb: `quarantine.replay`. */
  readonly act: string;
  /** The id or name of what was changed. */
  readonly subject: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly at: Instant;
}

/** Records an act in the transaction that does it, so that neither is stored without the other. */
export const recordAct = async (
  trx: DatabaseTransaction,
  { by, act, subject, details = {}, at }: OperatorAct,
): Promise<void> => {
  await trx
    .insertInto('audit_log')
    .values({
      id: v7({ msecs: at }),
      at: timeOf(at),
      user_id: existingUser(by),
      act,
      subject: storableText(subject),
      details: JSON.stringify(storableRecord(details)),
    })
    .execute();
};
