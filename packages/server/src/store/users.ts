import { type RawBuilder, sql } from 'kysely';
import { storableText } from '../model/storable.ts';
import type { DatabaseTransaction } from './database.ts';

/** The id of the user with this e-mail address, in upper or lower case. */
export const findUserByEmail = async (
  trx: DatabaseTransaction,
  email: string,
): Promise<string | undefined> => {
  const { rows } = await sql<{ id: string }>`
    select id from users where lower(email) = lower(${storableText(email)}) limit 1`.execute(trx);
  return rows[0]?.id;
};

/** A user's id, or null after the account was deleted: a job can run longer than its account exists. */
export const existingUser = (id: string | null): RawBuilder<string | null> =>
  sql<string | null>`(select id from users where id = ${id})`;
