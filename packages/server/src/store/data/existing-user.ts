import { type RawBuilder, sql } from 'kysely';

/** A user's id, or null once the account is gone: a job may outlive the account it runs for. */
export const existingUser = (id: string | null): RawBuilder<string | null> =>
  sql<string | null>`(select id from users where id = ${id})`;
