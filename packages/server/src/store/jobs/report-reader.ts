import { sql } from 'kysely';
import type { DatabaseTransaction } from '../database.ts';

const SETTING = 'report_reader';

/**
 * Whether another server stored the reports before these. Until the transaction ends, no other server stores any: so of two
 * servers that got the same reports, since the broker took one of them for dead, the second one finds what the first stored.
 *
 * @param readerId of this server
 */
export const takeOverReports = async (trx: DatabaseTransaction, readerId: string): Promise<boolean> => {
  const { rows } = await sql<{ value: string }>`
    select value from instance_settings where name = ${SETTING} for update`.execute(trx);
  if (rows[0]?.value === readerId) return false;
  await trx
    .insertInto('instance_settings')
    .values({ name: SETTING, value: readerId })
    .onConflict((c) => c.column('name').doUpdateSet({ value: readerId }))
    .execute();
  return true;
};
