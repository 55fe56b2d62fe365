import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import type { Heartbeat } from '../../model/instance.ts';
import type { Database } from '../database.ts';
import { timeOf } from '../instant-column.ts';

/**
 * Stores a heartbeat for its instance and its version, in one statement. A heartbeat older than the last one changes
 * neither. False if there is no such extractor.
 *
 * @param changeId the change that it announces, where that is not in effect
 */
export const writeInstance = async (
  db: Database,
  heartbeat: Heartbeat,
  now: Instant,
  changeId: string | null = null,
): Promise<boolean> => {
  const at = timeOf(now);
  const { rows } = await sql`
    with known as (
      select name from extractors where name = ${heartbeat.extractor}
    ), seen as (
      update extractor_versions set last_seen_at = greatest(last_seen_at, ${at}::timestamptz)
      where extractor = ${heartbeat.extractor} and version = ${heartbeat.version}
    ), written as (
      insert into extractor_instances
        (extractor, id, version, lane, host, interval_ms, first_seen_at, last_seen_at, stopped_at, change_id)
      select name, ${heartbeat.instanceId}::text, ${heartbeat.version}::text, ${heartbeat.lane}, ${heartbeat.host}::text,
        ${heartbeat.intervalMs}::integer, ${at}::timestamptz, ${at}::timestamptz,
        ${heartbeat.isStopping ? at : null}::timestamptz, ${changeId}::uuid
      from known
      on conflict (extractor, id) do update set
        version = excluded.version, lane = excluded.lane, host = excluded.host,
        interval_ms = excluded.interval_ms, last_seen_at = excluded.last_seen_at,
        stopped_at = excluded.stopped_at, change_id = excluded.change_id
      where excluded.last_seen_at >= extractor_instances.last_seen_at
    )
    select name from known`.execute(db);
  return rows.length > 0;
};

/** Deletes instances last seen before then. Their extractors and versions stay. */
export const deleteOldInstances = async (db: Database, before: Instant): Promise<void> => {
  await db.deleteFrom('extractor_instances').where('last_seen_at', '<', timeOf(before)).execute();
};
