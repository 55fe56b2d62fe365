import type { Instant } from '@pawprint/core';
import { v7 } from 'uuid';
import { storableRecord, storableText } from '../model/storable.ts';
import type { DatabaseTransaction } from './database.ts';
import { timeOf } from './instant-column.ts';
import { existingUser } from './users.ts';

/** Something that somebody did as an operator. */
export interface OperatorAct {
  /** The user's id; null where the server did it by itself. */
  readonly by: string | null;
  /** Subject and verb: `quarantine.replay`. */
  readonly act: string;
  /** What it was done to: an id or a name. */
  readonly subject: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly at: Instant;
}

/** Writes down who did what, in the transaction in which it is done: one does not stand without the other. */
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
