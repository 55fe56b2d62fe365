import { randomBytes } from 'node:crypto';
import { defaultKeyHasher } from '@better-auth/api-key';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { UserCaller } from '../model/caller.ts';
import type { Database } from '../store/database.ts';
import { notBanned, userCallerOf, userFields } from './users.ts';

const SHOWN_CHARACTERS = 6;

export const hashApiKey = (key: string): Promise<string> => defaultKeyHasher(key);

/**
 * The owner of a key, if it may be used at `now`; notes that it was. One statement, because it stands before every
 * request a key makes, and better-auth's own check refuses keys shorter than those it makes itself.
 */
export const findKeyOwner = async (db: Database, hash: string, now: Date): Promise<UserCaller | null> => {
  const user = await db
    .updateTable('api_keys')
    .from('users')
    .set({ last_request: now })
    .whereRef('users.id', '=', 'api_keys.user_id')
    .where('api_keys.key', '=', hash)
    .where('api_keys.enabled', '=', true)
    .where(sql<boolean>`coalesce(api_keys.expires_at > ${now}, true)`)
    .where(notBanned(now))
    .returning(userFields)
    .executeTakeFirst();
  return user ? userCallerOf(user) : null;
};

/** Takes a key exactly as given, however short: for unattended installs. The first characters of a short one stay secret. */
export const addApiKey = async (db: Database, userId: string, name: string, key: string): Promise<void> => {
  const start = key.length > 2 * SHOWN_CHARACTERS ? key.slice(0, SHOWN_CHARACTERS) : null;
  await db
    .insertInto('api_keys')
    .values({ id: uuidv7(), user_id: userId, name, key: await hashApiKey(key), start })
    .execute();
};

export interface ProcessKeys {
  /** A key of this user that works until this process ends, and is written nowhere. */
  issue(user: UserCaller): string;
  find(key: string): UserCaller | undefined;
}

/** Keys for what a server starts and stops itself. */
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
