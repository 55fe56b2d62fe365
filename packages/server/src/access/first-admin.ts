import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { Database } from '../store/database.ts';
import { addApiKey } from './keys.ts';
import { addPassword, readablePassword } from './password.ts';

export interface FirstAdminSettings {
  readonly email: string;
  /** Unset: one is generated. */
  readonly password?: string | undefined;
  /** Taken as an API key of the administrator, exactly as given. */
  readonly key?: string | undefined;
}

export interface FirstAdmin {
  readonly email: string;
  /** To be shown once: nobody can find it out later. Null where the installer chose it. */
  readonly generatedPassword: string | null;
}

/** Any number, as long as nothing else in this database takes it. */
const FIRST_ADMIN_LOCK = 7_261_001;

const create = async (trx: Database, settings: FirstAdminSettings): Promise<FirstAdmin> => {
  const email = settings.email.toLowerCase();
  const id = uuidv7();
  const password = settings.password ?? readablePassword();
  await trx
    .insertInto('users')
    .values({ id, name: 'Administrator', email, email_verified: true, role: 'admin' })
    .execute();
  await addPassword(trx, id, password);
  if (settings.key !== undefined) await addApiKey(trx, id, 'first start', settings.key);
  return { email, generatedPassword: settings.password === undefined ? password : null };
};

/**
 * Makes the administrator of an instance that has no accounts yet; null where there are some. Of two servers that
 * start at once, one makes it and the other finds it made.
 */
export const ensureFirstAdmin = (db: Database, settings: FirstAdminSettings): Promise<FirstAdmin | null> =>
  db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${FIRST_ADMIN_LOCK})`.execute(trx);
    const anyone = await trx.selectFrom('users').select('id').limit(1).executeTakeFirst();
    return anyone ? null : create(trx, settings);
  });
