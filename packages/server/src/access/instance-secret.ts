import { randomBytes } from 'node:crypto';
import type { Database } from '../store/database.ts';

/**
 * A secret that this instance made for itself when it was first asked for, the same for all its servers: of two that
 * ask at once, both get what the first one wrote. 256 bits, base64url.
 */
export const instanceSecret = async (db: Database, name: string): Promise<string> => {
  const value = randomBytes(32).toString('base64url');
  await db
    .insertInto('instance_settings')
    .values({ name, value })
    .onConflict((c) => c.doNothing())
    .execute();
  const kept = await db
    .selectFrom('instance_settings')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return kept.value;
};
