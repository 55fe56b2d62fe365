import { sql, type Transaction } from 'kysely';
import type { Schema } from '../schema.ts';
import { storableText } from '../storable.ts';

/** Answers how it was, and locks it; undefined where there is no such extractor. */
export const lockEnabled = async (trx: Transaction<Schema>, name: string): Promise<boolean | undefined> => {
  const row = await trx
    .selectFrom('extractors')
    .select('enabled')
    .where('name', '=', storableText(name))
    .forUpdate()
    .executeTakeFirst();
  return row?.enabled;
};

export const writeEnabled = async (
  trx: Transaction<Schema>,
  name: string,
  enabled: boolean,
): Promise<void> => {
  await trx.updateTable('extractors').set({ enabled }).where('name', '=', name).execute();
};

export const hasJobs = async (trx: Transaction<Schema>, extractor: string): Promise<boolean> => {
  const { rows } = await sql<{ any: boolean }>`
    select exists (select from jobs where extractor = ${extractor}) as any`.execute(trx);
  return rows[0]?.any ?? false;
};

/** Its versions, instances and labels forget it too. */
export const removeExtractor = async (trx: Transaction<Schema>, name: string): Promise<void> => {
  await trx.deleteFrom('extractors').where('name', '=', name).execute();
};
