import { createHash, randomBytes } from 'node:crypto';
import type { Instant } from '@pawprint/core';
import type { KeyScope } from '@pawprint/protocol';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { UserCaller } from '../model/caller.ts';
import { type Refusal, refuse } from '../model/refusal.ts';
import { storableText } from '../model/storable.ts';
import { recordAct } from '../store/audit.ts';
import type { Database, DatabaseTransaction } from '../store/database.ts';
import { instantOf, instantOrNull, timeOf, timeOrNull } from '../store/instant-column.ts';
import { notBanned, userCallerOf, userFields } from './users.ts';

export interface KeyPorts {
  readonly db: Database;
  readonly now: () => Instant;
}

/** What its owner knows of a key once it was shown. */
export interface StoredKey {
  readonly id: string;
  readonly name: string;
  /** The first characters, by which people recognise their keys; null for short ones. */
  readonly start: string | null;
  /** What it can do of what its owner can do; null: all of it. */
  readonly scopes: readonly KeyScope[] | null;
  readonly createdAt: Instant;
  readonly expiresAt: Instant | null;
  readonly lastUsedAt: Instant | null;
}

export interface KeyDraft {
  readonly name: string;
  readonly scopes: readonly KeyScope[] | null;
  readonly expiresInDays: number | null;
}

/** Newest first. */
export const listKeys = async (db: Database, userId: string): Promise<StoredKey[]> => {
  const rows = await db
    .selectFrom('api_keys')
    .select(['id', 'name', 'start', 'scopes', 'created_at', 'expires_at', 'last_used_at'])
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(({ id, name, start, scopes, created_at, expires_at, last_used_at }) => ({
    id,
    name,
    start,
    scopes,
    createdAt: instantOf(created_at),
    expiresAt: instantOrNull(expires_at),
    lastUsedAt: instantOrNull(last_used_at),
  }));
};

/** A person who loses count of their keys cannot tell which one leaked. */
const MOST_KEYS = 100;

/** Creates a key and answers with it; only its hash is stored, so it can never be shown again. */
export const createKey = async (
  { db, now }: KeyPorts,
  by: UserCaller,
  draft: KeyDraft,
): Promise<(StoredKey & { readonly key: string }) | Refusal> => {
  const name = storableText(draft.name);
  return db.transaction().execute(async (trx) => {
    // Of two requests at once, one waits here and then finds the name of the other.
    await trx.selectFrom('users').select('id').where('id', '=', by.id).forUpdate().execute();
    const refusal = refusalOfName(await listKeys(trx, by.id), name);
    if (refusal) return refusal;
    const created = await insertNewKey(trx, by.id, { ...draft, name }, now());
    const { id, scopes, expiresAt } = created;
    const details = { scopes, expires_at: timeOrNull(expiresAt) };
    await recordAct(trx, { by, act: 'key.create', subject: id, name, details, at: created.createdAt });
    return created;
  });
};

const refusalOfName = (keys: readonly StoredKey[], name: string): Refusal | undefined => {
  if (keys.some((key) => key.name === name))
    return refuse('bad_request', `Key with name ${name} already exists`);
  return keys.length < MOST_KEYS
    ? undefined
    : refuse('conflict', `You have ${MOST_KEYS} keys. Revoke one that is no longer used.`);
};

const DAY_MS = 24 * 60 * 60 * 1_000;

const insertNewKey = async (
  trx: DatabaseTransaction,
  userId: string,
  { name, scopes, expiresInDays }: KeyDraft,
  at: Instant,
): Promise<StoredKey & { readonly key: string }> => {
  const key = newSecret();
  const expiresAt = expiresInDays === null ? null : at + expiresInDays * DAY_MS;
  const kept = { id: uuidv7(), name, start: key.slice(0, KEY_PREFIX.length + SHOWN_LETTERS), scopes };
  await trx
    .insertInto('api_keys')
    .values({
      ...kept,
      key: hashSecret(key),
      user_id: userId,
      created_at: timeOf(at),
      expires_at: timeOrNull(expiresAt),
    })
    .execute();
  return { ...kept, createdAt: at, expiresAt, lastUsedAt: null, key };
};

/** By its id or its name. Undefined once it is revoked. */
export const revokeKey = async (
  { db, now }: KeyPorts,
  by: UserCaller,
  column: 'id' | 'name',
  value: string,
): Promise<Refusal | undefined> =>
  db.transaction().execute(async (trx) => {
    const revoked = await trx
      .deleteFrom('api_keys')
      .where('user_id', '=', by.id)
      .where(column, '=', storableText(value))
      .returning(['id', 'name'])
      .execute();
    for (const { id, name } of revoked)
      await recordAct(trx, { by, act: 'key.revoke', subject: id, name, at: now() });
    return revoked.length > 0 ? undefined : NO_SUCH_KEY;
  });

export const NO_SUCH_KEY = refuse('not_found', 'You have no such key.');

/**
 * The caller whom a valid key identifies; also records that the key was used. This is one statement, because it runs
 * before every request with a key.
 */
export const findKeyOwner = async (db: Database, hash: string, now: Instant): Promise<UserCaller | null> => {
  const at = timeOf(now);
  const found = await db
    .updateTable('api_keys')
    .from('users')
    .set({ last_used_at: at })
    .whereRef('users.id', '=', 'api_keys.user_id')
    .where('api_keys.key', '=', hash)
    .where(sql<boolean>`coalesce(api_keys.expires_at > ${at}, true)`)
    .where(notBanned(now))
    .returning([...userFields, 'api_keys.name as key_name', 'api_keys.scopes', 'api_keys.expires_at'])
    .executeTakeFirst();
  if (!found) return null;
  const { scopes, expires_at, key_name } = found;
  const user: UserCaller = { ...userCallerOf(found), means: { kind: 'key', name: key_name } };
  return scopes === null && expires_at === null
    ? user
    : { ...user, key: { scopes, expiresAt: instantOrNull(expires_at) } };
};

/** Of every key that this server makes, so that one that leaks is recognised. */
const KEY_PREFIX = 'pawprint_';
const SHOWN_LETTERS = 4;

export const newSecret = (): string => KEY_PREFIX + randomBytes(32).toString('base64url');

/** The SHA-256, base64url. A key has 256 random bits, so no slower hash is needed. */
export const hashSecret = (key: string): string => createHash('sha256').update(key).digest('base64url');

/** How many characters are shown of a key that was given. */
const START_LENGTH = 6;

/** Stores a key exactly as given, however short, for unattended installs. Of a short key no start is stored. */
export const addApiKey = async (db: Database, userId: string, name: string, key: string): Promise<void> => {
  const start = key.length > 2 * START_LENGTH ? key.slice(0, START_LENGTH) : null;
  await db
    .insertInto('api_keys')
    .values({ id: uuidv7(), user_id: userId, name, key: hashSecret(key), start })
    .execute();
};

export interface ProcessKeys {
  /** A key of this user that works until this process ends; it is kept in memory only. */
  issue(user: UserCaller): string;
  find(key: string): UserCaller | undefined;
}

/** Keys for the sample extractors, which the server starts and stops itself. */
export const createProcessKeys = (): ProcessKeys => {
  const users = new Map<string, UserCaller>();
  return {
    issue: (user) => {
      const key = newSecret();
      users.set(key, user);
      return key;
    },
    find: (key) => users.get(key),
  };
};
