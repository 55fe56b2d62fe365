import type { Instant, Outage } from '@pawprint/core';
import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from './database.ts';
import { instantOf, timeOf } from './instant-column.ts';

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

/** An outage that a run of a server has ended. */
export interface EndedOutage extends Outage {
  readonly runId: string;
}

/**
 * The outages that nobody has reviewed yet, as far as everything reported in them has been received since `before`. A
 * run that began while another server answered ended none, and neither did the first of all.
 */
export const readOutagesToReview = async (db: Database, before: Instant): Promise<EndedOutage[]> => {
  const { rows } = await sql<OutageRow>`
    select run.id, run.started_at, run.caught_up_at, max(earlier.alive_at) as answered_at
    from server_runs run join server_runs earlier on earlier.started_at < run.started_at
    where not run.reviewed and run.caught_up_at <= ${timeOf(before)}
    group by run.id
    having max(earlier.alive_at) < run.started_at
    order by run.started_at`.execute(db);
  return rows.map(({ id, answered_at, started_at, caught_up_at }) => ({
    runId: id,
    from: instantOf(answered_at),
    to: instantOf(started_at),
    caughtUpAt: instantOf(caught_up_at),
  }));
};

interface OutageRow {
  readonly id: string;
  readonly answered_at: Date;
  readonly started_at: Date;
  readonly caught_up_at: Date;
}

export const markReviewed = async (trx: DatabaseTransaction, runId: string): Promise<void> => {
  await trx.updateTable('server_runs').set({ reviewed: true }).where('id', '=', runId).execute();
};

/** The latest run stays: the time since then is an outage. */
export const deleteOldRuns = async (db: Database, before: Instant): Promise<void> => {
  await sql`
    delete from server_runs where alive_at < ${timeOf(before)}
      and id <> (select id from server_runs order by alive_at desc limit 1)`.execute(db);
};
