import { randomInt } from 'node:crypto';
import type { Instant } from '@pawprint/core';
import { v7 as uuidv7 } from 'uuid';
import type { UserCaller } from '../model/caller.ts';
import type { Database } from '../store/database.ts';
import { hashPassword, verifyPassword } from './password-hashing.ts';
import { notBanned, userCallerOf, userFields } from './users.ts';

/** better-auth's name for a credential that is a password. */
const PASSWORD = 'credential';

/** The user with this e-mail and password, else null; takes as long for an unknown e-mail as for a wrong password. */
export const findUserByPassword = async (
  db: Database,
  email: string,
  password: string,
  now: Instant,
): Promise<UserCaller | null> => {
  const user = await db
    .selectFrom('users')
    .innerJoin('credentials', 'credentials.user_id', 'users.id')
    .select([...userFields, 'credentials.password'])
    .where('users.email', '=', email.toLowerCase())
    .where('credentials.provider_id', '=', PASSWORD)
    .where(notBanned(now))
    .executeTakeFirst();
  if (!user?.password) {
    await hashPassword(password);
    return null;
  }
  const isRight = await verifyPassword({ hash: user.password, password });
  return isRight ? { ...userCallerOf(user), means: { kind: 'password' } } : null;
};

/** The first password of the account, or one in place of that which it has. */
export const setPassword = async (db: Database, userId: string, password: string): Promise<void> => {
  const hash = await hashPassword(password);
  await db
    .insertInto('credentials')
    .values({
      id: uuidv7(),
      user_id: userId,
      provider_id: PASSWORD,
      account_id: userId,
      password: hash,
    })
    .onConflict((conflict) => conflict.columns(['provider_id', 'account_id']).doUpdateSet({ password: hash }))
    .execute();
};

export const hasPassword = async (db: Database, userId: string): Promise<boolean> => {
  const found = await db
    .selectFrom('credentials')
    .select('id')
    .where('user_id', '=', userId)
    .where('provider_id', '=', PASSWORD)
    .executeTakeFirst();
  return found !== undefined;
};

/** Leaves out letters that are easily confused when copied from a screen. */
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const GROUPS = 5;
const LETTERS_PER_GROUP = 4;

const group = (): string =>
  Array.from({ length: LETTERS_PER_GROUP }, () => LETTERS[randomInt(LETTERS.length)]).join('');

/** e.g. `k7wd-29fp-hx3m-qrt8-vbn5`: about 99 bits. */
export const readablePassword = (): string => Array.from({ length: GROUPS }, group).join('-');
