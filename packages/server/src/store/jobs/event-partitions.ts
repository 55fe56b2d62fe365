import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import { ADVISORY_LOCKS } from '../advisory-locks.ts';
import type { Database } from '../database.ts';

/** Creates the missing partitions of this month and of `ahead` months after it. */
export const addEventPartitions = async (db: Database, now: Instant, ahead: number): Promise<void> => {
  for (let n = 0; n <= ahead; n += 1) {
    const month = monthAfter(now, n);
    if (!(await hasPartition(db, month))) await addMonth(db, month);
  }
};

/** So many months after the current one have their partition in advance. */
export const MONTHS_AHEAD = 2;

/** The names of the partitions of this month and of `ahead` months after it that are missing. */
export const findMissingPartitions = async (db: Database, now: Instant, ahead: number): Promise<string[]> => {
  const missing: string[] = [];
  for (let n = 0; n <= ahead; n += 1) {
    const month = monthAfter(now, n);
    if (!(await hasPartition(db, month))) missing.push(month.name);
  }
  return missing;
};

/** A calendar month in UTC. */
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

/** Reads the catalogue: `to_regclass` may answer from a cache that does not know another session's commit yet. */
const hasPartition = async (db: Database, { name }: Month): Promise<boolean> => {
  const { rows } = await sql`
    select 1 from pg_class month join pg_class parent using (relnamespace)
    where month.relname = ${name} and parent.oid = 'job_events'::regclass
  `.execute(db);
  return rows.length > 0;
};

/**
 * Creates a partition. Events of its month that were stored in the default partition are moved into it, which is locked
 * meanwhile.
 */
const addMonth = (db: Database, month: Month): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const table = sql.table(month.name);
    await sql`set local lock_timeout = '5s'`.execute(trx);
    await sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.eventPartitions})`.execute(trx);
    if (await hasPartition(trx, month)) return;
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
