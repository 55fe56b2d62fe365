import { sql, type Transaction } from 'kysely';
import type { Schema } from './schema.ts';
import { storableText } from './storable.ts';

/** The id of the user with this e-mail address, however it is capitalized. */
export const findUserByEmail = async (
  trx: Transaction<Schema>,
  email: string,
): Promise<string | undefined> => {
  const { rows } = await sql<{ id: string }>`
    select id from users where lower(email) = lower(${storableText(email)}) limit 1`.execute(trx);
  return rows[0]?.id;
};
