import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import { ADVISORY_LOCKS } from '../advisory-locks.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { instantOf } from '../instant-column.ts';

/** So many months after the current one have their partition in advance. */
export const MONTHS_AHEAD = 2;

/** Creates the missing partitions of this month and of `ahead` months after it. */
export const addEventPartitions = async (db: Database, now: Instant, ahead: number): Promise<void> => {
  for (let n = 0; n <= ahead; n += 1) {
    const month = monthAfter(now, n);
    if (!(await hasPartition(db, month))) await addMonth(db, month);
  }
};

/** The names of the partitions of this month and of `ahead` months after it that are missing. */
export const findMissingPartitions = async (db: Database, now: Instant, ahead: number): Promise<string[]> => {
  const missing: string[] = [];
  for (let n = 0; n <= ahead; n += 1) {
    const month = monthAfter(now, n);
    if (!(await hasPartition(db, month))) missing.push(month.partition);
  }
  return missing;
};

/** A calendar month in UTC. */
export interface EventMonth {
  /** `2024-01`. */
  readonly month: string;
  readonly partition: string;
  readonly from: string;
  readonly to: string;
}

const monthAfter = (now: Instant, ahead: number): EventMonth => {
  const date = new Date(now);
  const start = (months: number) =>
    new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)).toISOString();
  const from = start(ahead);
  const month = from.slice(0, 7);
  return { month, partition: `job_events_${month.replace('-', '_')}`, from, to: start(ahead + 1) };
};

/** @param month as `2024-01` */
export const eventMonth = (month: string): EventMonth => monthAfter(Date.parse(`${month}-01T00:00:00Z`), 0);

/** Reads the catalogue: `to_regclass` may answer from a cache that does not know another session's commit yet. */
const hasPartition = async (db: Database, { partition }: EventMonth): Promise<boolean> => {
  const { rows } = await sql`
    select 1 from pg_class month join pg_class parent using (relnamespace)
    where month.relname = ${partition} and parent.oid = 'job_events'::regclass
  `.execute(db);
  return rows.length > 0;
};

/**
 * Creates a partition. Events of its month that were stored in the default partition are moved into it, which is locked
 * meanwhile.
 */
const addMonth = (db: Database, month: EventMonth): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const table = sql.table(month.partition);
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

/**
 * The months that have a partition and ended before the last `keep` whole months, the oldest first. Events that the
 * default partition has of such months, from imported histories or a clock that was wrong, get a partition first.
 */
export const listOldMonths = async (db: Database, now: Instant, keep: number): Promise<EventMonth[]> => {
  const end = monthAfter(now, -keep).from;
  const { rows } = await sql<{ received_at: Date }>`
    select distinct on (date_trunc('month', received_at, 'UTC')) received_at
    from job_events_default where received_at < ${end}::timestamptz`.execute(db);
  for (const { received_at } of rows) await addEventPartitions(db, instantOf(received_at), 0);
  const partitions = await sql<{ name: string }>`
    select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'job_events'::regclass order by 1`.execute(db);
  return partitions.rows
    .flatMap(({ name }) => {
      const [, year, month] = /^job_events_(\d{4})_(\d{2})$/.exec(name) ?? [];
      return month === undefined ? [] : [eventMonth(`${year}-${month}`)];
    })
    .filter(({ to }) => to <= end);
};

/** Whether a job that has not ended has events in the month. */
export const hasOpenJobs = async (db: Database, { partition }: EventMonth): Promise<boolean> => {
  const { rows } = await sql`
    select 1 from jobs j
    where finished_at is null and exists (select from ${sql.table(partition)} e where e.job_id = j.id)
    limit 1`.execute(db);
  return rows.length > 0;
};

/** An event as a line of JSON, with its columns as keys. */
export interface OldEvent {
  readonly jobId: string;
  readonly seq: number;
  readonly receivedAt: Instant;
  readonly line: string;
}

const PAGE = 500;

/** The events of a month in the order of job and seq, in pages that are not empty. */
export async function* readMonth(
  db: Database,
  { partition }: EventMonth,
): AsyncGenerator<readonly OldEvent[], void> {
  let after = { jobId: '00000000-0000-0000-0000-000000000000', seq: -1 };
  for (;;) {
    const { rows } = await sql<{ job_id: string; seq: number; received_at: Date; line: string }>`
      select job_id, seq, received_at, row_to_json(e)::text as line from ${sql.table(partition)} e
      where (job_id, seq) > (${after.jobId}::uuid, ${after.seq}::bigint)
      order by job_id, seq limit ${PAGE}`.execute(db);
    const events = rows.map((row) => ({
      jobId: row.job_id,
      seq: row.seq,
      receivedAt: instantOf(row.received_at),
      line: row.line,
    }));
    if (events.length > 0) yield events;
    after = events.at(-1) ?? after;
    if (events.length < PAGE) return;
  }
}

/**
 * Drops the partition of a month, and does in the same transaction what has to happen with it. False, and nothing is
 * done, if there is none, or if it has another number of events: some were stored since they were counted.
 */
export const dropMonth = (
  db: Database,
  month: EventMonth,
  eventCount: number,
  alongside: (trx: DatabaseTransaction) => Promise<unknown>,
): Promise<boolean> =>
  db.transaction().execute(async (trx) => {
    const table = sql.table(month.partition);
    await sql`set local statement_timeout = 0`.execute(trx);
    // Events of other months are written meanwhile: what waits for the last lock, which they need too, is given up soon.
    await sql`set local lock_timeout = '2s'`.execute(trx);
    if (!(await hasPartition(trx, month))) return false;
    await sql`lock table ${table} in share row exclusive mode`.execute(trx);
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${table}`.execute(trx);
    if (rows[0]?.n !== eventCount) return false;
    await alongside(trx);
    await sql`alter table job_events detach partition ${table}`.execute(trx);
    await sql`drop table ${table}`.execute(trx);
    return true;
  });
