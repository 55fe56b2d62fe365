import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { UserCaller } from '../model/caller.ts';
import type { Database } from '../store/database.ts';

interface UserFields {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
}

export const userCallerOf = ({ id, name, email, role }: UserFields): UserCaller => ({
  kind: 'user',
  id,
  name,
  email,
  role,
});

/** Banned for ever or for a while yet. Aliases the table as `users`. */
export const notBanned = (now: Date) =>
  sql<boolean>`not (users.banned and coalesce(users.ban_expires > ${now}, true))`;

export const userFields = ['users.id', 'users.name', 'users.email', 'users.role'] as const;

/** A reserved domain (RFC 2606): no mail will ever go there, and nobody can have the address. */
const EMAIL = 'sample-extractors@pawprint.invalid';

/** Whom the sample extractors act for. Has no password, so nobody signs in as it. */
export const ensureExtractorUser = async (db: Database): Promise<UserCaller> => {
  await db
    .insertInto('users')
    .values({ id: uuidv7(), name: 'Sample extractors', email: EMAIL, role: 'extractor' })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .execute();
  const user = await db
    .selectFrom('users')
    .select(userFields)
    .where('email', '=', EMAIL)
    .executeTakeFirstOrThrow();
  return userCallerOf(user);
};
