import type { Database } from './database.ts';

/** Reads what is recorded from now on, in the order in which it was: nothing removes acts between tests. */
export const followActs = async (db: Database) => {
  const { last } = await db
    .selectFrom('audit_log')
    .select(({ fn }) => fn.max('seq').as('last'))
    .executeTakeFirstOrThrow();
  return () =>
    db
      .selectFrom('audit_log')
      .select(['act', 'subject', 'user_id', 'address', 'means', 'credential', 'details'])
      .where('seq', '>', last ?? '0')
      .orderBy('seq')
      .execute();
};

export type ReadActs = Awaited<ReturnType<typeof followActs>>;
