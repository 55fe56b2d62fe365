import { randomBytes } from 'node:crypto';
import { defaultKeyHasher } from '@better-auth/api-key';
import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { UserCaller } from '../model/caller.ts';
import type { Database } from '../store/database.ts';
import { notBanned, userCallerOf, userFields } from './users.ts';

export const hashApiKey = (key: string): Promise<string> => defaultKeyHasher(key);

/**
 * The owner of a key that is valid at `now`; also records that the key was used. This is one statement, because it runs
 * before every request with a key, and it is ours, because better-auth refuses keys shorter than those it makes itself.
 */
export const findKeyOwner = async (db: Database, hash: string, now: Instant): Promise<UserCaller | null> => {
  const at = new Date(now);
  const user = await db
    .updateTable('api_keys')
    .from('users')
    .set({ last_request: at })
    .whereRef('users.id', '=', 'api_keys.user_id')
    .where('api_keys.key', '=', hash)
    .where('api_keys.enabled', '=', true)
    .where(sql<boolean>`coalesce(api_keys.expires_at > ${at}, true)`)
    .where(notBanned(now))
    .returning(userFields)
    .executeTakeFirst();
  return user ? userCallerOf(user) : null;
};

/** How many characters of a key its list shows, so that people recognise it. */
const START_LENGTH = 6;

/** Stores a key exactly as given, however short, for unattended installs. Of a short key no start is stored. */
export const addApiKey = async (db: Database, userId: string, name: string, key: string): Promise<void> => {
  const start = key.length > 2 * START_LENGTH ? key.slice(0, START_LENGTH) : null;
  await db
    .insertInto('api_keys')
    .values({ id: uuidv7(), user_id: userId, name, key: await hashApiKey(key), start })
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
      const key = `process_${randomBytes(32).toString('base64url')}`;
      users.set(key, user);
      return key;
    },
    find: (key) => users.get(key),
  };
};
