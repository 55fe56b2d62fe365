import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import type { Heartbeat } from '../../model/instance.ts';
import type { Database } from '../database.ts';
import { timeOf } from '../instant-column.ts';

/**
 * One statement: the instance, and its version's last sign of life. A beat older than the last one changes neither.
 * False where there is no such extractor.
 */
export const writeInstance = async (db: Database, beat: Heartbeat, now: Instant): Promise<boolean> => {
  const at = timeOf(now);
  const { rows } = await sql`
    with known as (
      select name from extractors where name = ${beat.extractor}
    ), seen as (
      update extractor_versions set last_seen_at = greatest(last_seen_at, ${at}::timestamptz)
      where extractor = ${beat.extractor} and version = ${beat.version}
    ), written as (
      insert into extractor_instances
        (extractor, id, version, lane, host, interval_ms, first_seen_at, last_seen_at, stopped_at)
      select name, ${beat.instanceId}::text, ${beat.version}::text, ${beat.lane}, ${beat.host}::text,
        ${beat.intervalMs}::integer, ${at}::timestamptz, ${at}::timestamptz,
        ${beat.isStopping ? at : null}::timestamptz
      from known
      on conflict (extractor, id) do update set
        version = excluded.version, lane = excluded.lane, host = excluded.host,
        interval_ms = excluded.interval_ms, last_seen_at = excluded.last_seen_at,
        stopped_at = excluded.stopped_at
      where excluded.last_seen_at >= extractor_instances.last_seen_at
    )
    select name from known`.execute(db);
  return rows.length > 0;
};

/** Those last seen before then; the extractors and versions they ran stay. */
export const deleteOldInstances = async (db: Database, before: Instant): Promise<void> => {
  await db.deleteFrom('extractor_instances').where('last_seen_at', '<', timeOf(before)).execute();
};
