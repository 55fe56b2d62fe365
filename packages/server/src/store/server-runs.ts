import type { Instant, Outage } from '@pawprint/core';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { instantOf, instantOrNull, timeOf } from './instant-column.ts';

/** A server that could not write for so long answered nobody: its database was away, or it had no processor. */
export const LONGEST_SILENCE_MS = 5_000;

/** A server answers from now on. */
export const beginRun = async (db: Database, id: string, now: Instant): Promise<void> => {
  await db
    .insertInto('server_runs')
    .values({ id, started_at: timeOf(now), alive_at: timeOf(now) })
    .execute();
};

/**
 * The server still answers. Its clock may have been set back meanwhile.
 *
 * @param isCaughtUp everything reported before the run has been received
 */
export const renewRun = async (
  db: Database,
  id: string,
  isCaughtUp: boolean,
  now: Instant,
): Promise<void> => {
  await sql`
    update server_runs set
      alive_at = greatest(alive_at, ${timeOf(now)}::timestamptz),
      caught_up_at = coalesce(caught_up_at, ${isCaughtUp ? timeOf(now) : null}::timestamptz)
    where id = ${id}::uuid`.execute(db);
};

/** An outage that a server has ended. */
interface EndedOutage extends Omit<Outage, 'caughtUpAt'> {
  /** Null while what was reported in it may still be on its way. */
  readonly caughtUpAt: Instant | null;
}

/**
 * The times in which no server answered, the latest first. Mostly the run that ended an outage received what was reported
 * in it; where that run stopped before it had, a later one did. A run that began while another server answered ended no
 * outage, and neither did the first of all.
 */
export const readOutages = async (db: Database): Promise<EndedOutage[]> => {
  const { rows } = await sql<OutageRow>`
    select started_at, answered_at, caught_up_at
    from (
      select started_at,
        max(alive_at) over (order by started_at rows between unbounded preceding and 1 preceding) as answered_at,
        min(caught_up_at) over (order by started_at rows between current row and unbounded following) as caught_up_at
      from server_runs
    ) run
    where answered_at < started_at
    order by started_at desc`.execute(db);
  return rows.map(({ answered_at, started_at, caught_up_at }) => ({
    from: instantOf(answered_at),
    to: instantOf(started_at),
    caughtUpAt: instantOrNull(caught_up_at),
  }));
};

interface OutageRow {
  readonly answered_at: Date;
  readonly started_at: Date;
  readonly caught_up_at: Date | null;
}

/** The latest runs of servers on this database. */
export const readRuns = async (
  db: Database,
  limit: number,
): Promise<{ readonly startedAt: Instant; readonly aliveAt: Instant }[]> => {
  const rows = await db
    .selectFrom('server_runs')
    .select(['started_at', 'alive_at'])
    .orderBy('started_at', 'desc')
    .limit(limit)
    .execute();
  return rows.map(({ started_at, alive_at }) => ({
    startedAt: instantOf(started_at),
    aliveAt: instantOf(alive_at),
  }));
};

/** When any server last recorded that it answers; null for never. */
export const readLastAnswer = async (db: Database): Promise<Instant | null> => {
  const { rows } = await sql<{ at: Date | null }>`select max(alive_at) as at from server_runs`.execute(db);
  return instantOrNull(rows[0]?.at ?? null);
};

/** The latest run stays: the time since then is an outage. */
export const deleteOldRuns = async (db: Database, before: Instant): Promise<void> => {
  await sql`
    delete from server_runs where alive_at < ${timeOf(before)}
      and id <> (select id from server_runs order by alive_at desc limit 1)`.execute(db);
};
