import type { Database } from './database.ts';

/**
 * The stored value of a setting that all servers of this instance share. The first call stores `value`; of two calls at
 * once, both get what was stored first.
 */
export const ensureInstanceSetting = async (db: Database, name: string, value: string): Promise<string> => {
  await db
    .insertInto('instance_settings')
    .values({ name, value })
    .onConflict((c) => c.doNothing())
    .execute();
  const stored = await db
    .selectFrom('instance_settings')
    .select('value')
    .where('name', '=', name)
    .executeTakeFirstOrThrow();
  return stored.value;
};
