import type { Instant } from '@pawprint/core';
import { type InferResult, sql } from 'kysely';
import { ADVISORY_LOCKS } from './advisory-locks.ts';
import type { Database, DatabaseTransaction } from './database.ts';
import { instantOf, instantOrNull } from './instant-column.ts';

export interface Account {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly createdAt: Instant;
  /** `until` null: for ever. */
  readonly ban: { readonly reason: string; readonly until: Instant | null } | null;
  /** In how many browsers it is signed in. */
  readonly sessions: number;
}

/** How much belongs to an account. */
export interface Belongings {
  readonly datasets: number;
  readonly keys: number;
  readonly extractors: number;
}

interface AccountFilter {
  /** A part of the name or of the e-mail address, in upper or lower case. */
  readonly q?: string | undefined;
  readonly limit: number;
  /** The id of the last one on the page before. */
  readonly after?: string | undefined;
  readonly now: Instant;
}

/** In the order of their names. */
export const listAccounts = async (
  db: Database,
  { q, limit, after, now }: AccountFilter,
): Promise<Account[]> => {
  let query = selectAccounts(db, now).orderBy(sql`lower(users.name)`).orderBy('users.id').limit(limit);
  if (q)
    query = query.where(
      sql<boolean>`(strpos(lower(users.name), lower(${q})) > 0 or strpos(users.email, lower(${q})) > 0)`,
    );
  if (after)
    query = query.where(
      sql<boolean>`(lower(users.name), users.id) > (select lower(name), id from users where id = ${after})`,
    );
  return (await query.execute()).map((row) => rowToAccount(row, now));
};

export const findAccount = async (
  db: Database,
  id: string,
  now: Instant,
): Promise<(Account & Belongings) | undefined> => {
  const row = await selectAccounts(db, now)
    .select([
      sql<number>`(select count(*) from datasets where created_by = users.id)`.as('datasets'),
      sql<number>`(select count(*) from api_keys where user_id = users.id)`.as('keys'),
      sql<number>`(select count(*) from extractors where owner = users.id)`.as('extractors'),
    ])
    .where('users.id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const { datasets, keys, extractors } = row;
  return { ...rowToAccount(row, now), datasets, keys, extractors };
};

/** Without the account of the server itself, which nobody manages. */
const selectAccounts = (db: Database, now: Instant) =>
  db
    .selectFrom('users')
    .select([
      'users.id',
      'users.name',
      'users.email',
      'users.role',
      'users.created_at',
      'users.banned',
      'users.ban_reason',
      'users.ban_expires',
      sql<number>`(select count(*) from sessions where user_id = users.id and expires_at > ${new Date(now)})`.as(
        'sessions',
      ),
    ])
    .where(notOfServer);

type AccountRow = InferResult<ReturnType<typeof selectAccounts>>[number];

const rowToAccount = (row: AccountRow, now: Instant): Account => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  createdAt: instantOf(row.created_at),
  ban: banOf(row, now),
  sessions: row.sessions,
});

const banOf = ({ banned, ban_reason, ban_expires }: AccountRow, now: Instant): Account['ban'] => {
  const until = instantOrNull(ban_expires);
  return banned && (until === null || until > now) ? { reason: ban_reason ?? '', until } : null;
};

/** The domain is reserved (RFC 2606), so no person can have this address. */
export const SERVER_EMAIL = 'sample-extractors@pawprint.invalid';

/** The query must call the table `users`. */
export const notOfServer = sql<boolean>`users.email <> ${SERVER_EMAIL}`;

/** It stays locked until the transaction ends. */
export const lockAccount = async (
  trx: DatabaseTransaction,
  id: string,
  now: Instant,
): Promise<Account | undefined> => {
  const row = await selectAccounts(trx, now).where('users.id', '=', id).forUpdate('users').executeTakeFirst();
  return row && rowToAccount(row, now);
};

/**
 * One transaction at a time manages accounts: none relies on an administrator whom another one removes at that moment.
 * Taken before any account is locked, since the record of an act locks the account of who does it.
 */
export const lockAdministration = async (trx: DatabaseTransaction): Promise<void> => {
  await sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.administration})`.execute(trx);
};

/** Administrators who can sign in. */
export const countAdministrators = async (trx: DatabaseTransaction, now: Instant): Promise<number> => {
  const { rows } = await sql<{ n: number }>`
    select count(*) as n from users
    where role = 'admin' and not (banned and coalesce(ban_expires > ${new Date(now)}, true))`.execute(trx);
  return rows[0]?.n ?? 0;
};
