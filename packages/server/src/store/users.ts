import { type RawBuilder, sql } from 'kysely';
import { storableText } from '../model/storable.ts';
import type { Database, DatabaseTransaction } from './database.ts';

/** The id of the user with this e-mail address, in upper or lower case. */
export const findUserByEmail = async (db: Database, email: string): Promise<string | undefined> => {
  const { rows } = await sql<{ id: string }>`
    select id from users where lower(email) = lower(${storableText(email)}) limit 1`.execute(db);
  return rows[0]?.id;
};

export const readUserName = async (trx: DatabaseTransaction, id: string): Promise<string | null> => {
  const user = await trx.selectFrom('users').select('name').where('id', '=', id).executeTakeFirst();
  return user?.name ?? null;
};

/** A user's id, or null after the account was deleted: a job can run longer than its account exists. */
export const existingUser = (id: string | null): RawBuilder<string | null> =>
  sql<string | null>`(select id from users where id = ${id})`;

/** The ids of these users, by what they are named by: their id, or their e-mail address in lower case. */
export const readUserIds = async (
  trx: DatabaseTransaction,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (names.length === 0) return new Map();
  const { rows } = await sql<{ id: string; email: string }>`
    select id, lower(email) as email from users
    where id = any(${names}::text[]) or lower(email) = any(${names}::text[])`.execute(trx);
  return new Map(rows.flatMap(({ id, email }) => [[email, id] as const, [id, id] as const]));
};
