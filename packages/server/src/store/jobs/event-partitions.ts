import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** A calendar month, UTC. */
interface Month {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

const monthAfter = (now: Instant, ahead: number): Month => {
  const date = new Date(now);
  const start = (months: number) =>
    new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)).toISOString();
  const from = start(ahead);
  return { name: `job_events_${from.slice(0, 7).replace('-', '_')}`, from, to: start(ahead + 1) };
};

/** Several servers may try at once: who comes second finds the month made. */
const PARTITION_LOCK = 7_297_169;

/** Asks the catalogue itself: `to_regclass` may answer from a cache that hasn't heard of another's commit yet. */
const isThere = async (db: Database, { name }: Month): Promise<boolean> => {
  const { rows } = await sql`
    select 1 from pg_class month join pg_class parent using (relnamespace)
    where month.relname = ${name} and parent.oid = 'job_events'::regclass
  `.execute(db);
  return rows.length > 0;
};

/**
 * Events of the month that came before their partition are in the default one and move along; nothing can be added
 * there meanwhile.
 */
const addMonth = (db: Database, month: Month): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const table = sql.table(month.name);
    await sql`set local lock_timeout = '5s'`.execute(trx);
    await sql`select pg_advisory_xact_lock(${PARTITION_LOCK})`.execute(trx);
    if (await isThere(trx, month)) return;
    await sql`lock table job_events_default in access exclusive mode`.execute(trx);
    await sql`create table ${table} (like job_events including all)`.execute(trx);
    await sql`
      with moved as (
        delete from job_events_default
        where received_at >= ${month.from}::timestamptz and received_at < ${month.to}::timestamptz
        returning *
      ) insert into ${table} select * from moved`.execute(trx);
    await sql`
      alter table job_events attach partition ${table}
      for values from (${sql.lit(month.from)}) to (${sql.lit(month.to)})`.execute(trx);
  });

/** Makes the partitions of this month and the `ahead` after it, where they are not there yet. */
export const addEventPartitions = async (db: Database, now: Instant, ahead: number): Promise<void> => {
  for (let n = 0; n <= ahead; n += 1) {
    const month = monthAfter(now, n);
    if (!(await isThere(db, month))) await addMonth(db, month);
  }
};
