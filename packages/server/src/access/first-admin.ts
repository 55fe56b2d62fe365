import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import { ADVISORY_LOCKS } from '../store/advisory-locks.ts';
import { recordAct } from '../store/audit.ts';
import type { Database, DatabaseTransaction } from '../store/database.ts';
import { addApiKey } from './keys.ts';
import { readablePassword, setPassword } from './password.ts';

export interface FirstAdminSettings {
  readonly email: string;
  /** Unset: one is generated. */
  readonly password?: string | undefined;
  /** Becomes an API key of the administrator, exactly as given. */
  readonly key?: string | undefined;
}

export interface FirstAdmin {
  readonly email: string;
  /** Must be printed now, since only its hash is stored. Null if the installer chose the password. */
  readonly generatedPassword: string | null;
}

const KEY_NAME = 'first start';

interface Ports {
  readonly db: Database;
  readonly now: () => Instant;
}

const createAdmin = async (
  trx: DatabaseTransaction,
  settings: FirstAdminSettings,
  at: Instant,
): Promise<FirstAdmin> => {
  const email = settings.email.toLowerCase();
  const id = uuidv7();
  const password = settings.password ?? readablePassword();
  const [name, role] = ['Administrator', 'admin'];
  await trx.insertInto('users').values({ id, name, email, email_verified: true, role }).execute();
  await setPassword(trx, id, password);
  if (settings.key !== undefined) await addApiKey(trx, id, KEY_NAME, settings.key);
  const details = { email, role, ...(settings.key !== undefined && { key: KEY_NAME }) };
  await recordAct(trx, { by: null, act: 'account.create', subject: id, name, details, at });
  return { email, generatedPassword: settings.password === undefined ? password : null };
};

/**
 * Creates the administrator if the instance has no accounts yet; else answers null. Of two servers that start at once,
 * one waits for the lock and then finds the account of the other.
 */
export const ensureFirstAdmin = (
  { db, now }: Ports,
  settings: FirstAdminSettings,
): Promise<FirstAdmin | null> =>
  db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.firstAdmin})`.execute(trx);
    const user = await trx.selectFrom('users').select('id').limit(1).executeTakeFirst();
    return user ? null : createAdmin(trx, settings, now());
  });
