import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { UserCaller } from '../model/caller.ts';
import { SERVER_EMAIL } from '../store/accounts.ts';
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

/** Neither banned for ever nor until a time after `now`. The query must call the table `users`. */
export const notBanned = (now: Instant) =>
  sql<boolean>`not (users.banned and coalesce(users.ban_expires > ${new Date(now)}, true))`;

export const userFields = ['users.id', 'users.name', 'users.email', 'users.role'] as const;

/** Undefined if the account was deleted or is banned. */
export const findUserCaller = async (
  db: Database,
  id: string,
  now: Instant,
): Promise<UserCaller | undefined> => {
  const user = await db
    .selectFrom('users')
    .select(userFields)
    .where('id', '=', id)
    .where(notBanned(now))
    .executeTakeFirst();
  return user && userCallerOf(user);
};

/** Whether this account has a session that began at this address, as better-auth writes it. */
export const isSignedIn = async (
  db: Database,
  { email, address }: { readonly email: string; readonly address: string },
  now: Instant,
): Promise<boolean> => {
  const session = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select('sessions.id')
    .where('users.email', '=', email)
    .where('sessions.ip_address', '=', address)
    .where('sessions.impersonated_by', 'is', null)
    .where('sessions.expires_at', '>', new Date(now))
    .limit(1)
    .executeTakeFirst();
  return session !== undefined;
};

interface PeopleFilter {
  /** A part of the name or of the e-mail address, in upper or lower case. */
  readonly q?: string | undefined;
  readonly role?: string | undefined;
  readonly limit: number;
  /** The id of the last person on the page before. */
  readonly after?: string | undefined;
  readonly now: Instant;
}

/** In the order of their names, without those who are banned and the accounts of extractors. */
export const listPeople = async (
  db: Database,
  { q, role, limit, after, now }: PeopleFilter,
): Promise<UserCaller[]> => {
  let query = db
    .selectFrom('users')
    .select(userFields)
    .where('users.role', '<>', 'extractor')
    .where(notBanned(now))
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .limit(limit);
  if (role) query = query.where('users.role', '=', role);
  if (q)
    query = query.where(
      sql<boolean>`strpos(lower(name), lower(${q})) > 0 or strpos(lower(email), lower(${q})) > 0`,
    );
  if (after)
    query = query.where(
      sql<boolean>`(lower(name), id) > (select lower(name), id from users where id = ${after})`,
    );
  return (await query.execute()).map(userCallerOf);
};

/** The user whose rights the sample extractors have. It has no password, so it cannot sign in. */
export const ensureExtractorUser = async (db: Database): Promise<UserCaller> => {
  await db
    .insertInto('users')
    .values({ id: uuidv7(), name: 'Sample extractors', email: SERVER_EMAIL, role: 'extractor' })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .execute();
  const user = await db
    .selectFrom('users')
    .select(userFields)
    .where('email', '=', SERVER_EMAIL)
    .executeTakeFirstOrThrow();
  return userCallerOf(user);
};
