import type { Database } from './database.ts';

/**
 * What this instance settled on when it was first asked, the same for all its servers: of two that ask at once, both
 * get what the first one wrote.
 */
export const ensureInstanceSetting = async (db: Database, name: string, value: string): Promise<string> => {
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
