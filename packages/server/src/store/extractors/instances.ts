import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import type { ExtractorGrant } from '../../model/grant.ts';
import {
  ABSENT_AFTER_INTERVALS,
  type Heartbeat,
  type InstanceStatus,
  LATE_AFTER_INTERVALS,
} from '../../model/instance.ts';
import type { Database } from '../database.ts';
import { isExtractorGranted } from '../granted.ts';
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

export interface InstanceCounts extends Readonly<Record<InstanceStatus, number>> {
  readonly extractors: number;
  /** Of the queues of extractors that send no heartbeats. */
  readonly consumers: number;
}

/** How many extractors a grant covers, and how many of their instances have which status. */
export const countInstances = async (
  db: Database,
  grant: ExtractorGrant,
  now: Instant,
): Promise<InstanceCounts> => {
  const isLive = sql`missed <= ${LATE_AFTER_INTERVALS}`;
  const isGone = sql`missed > ${ABSENT_AFTER_INTERVALS}`;
  const { rows } = await sql<InstanceCounts>`
    select count(*)::integer as extractors,
      coalesce(sum(case when sends_heartbeats then 0 else queue_consumers end), 0)::integer as consumers,
      coalesce(sum(live), 0)::integer as live, coalesce(sum(late), 0)::integer as late,
      coalesce(sum(stopped), 0)::integer as stopped, coalesce(sum(gone), 0)::integer as gone
    from extractors e cross join lateral (
      select coalesce(bool_or(lane = 'rabbitmq'), false) as sends_heartbeats,
        count(*) filter (where ${isLive}) as live, count(*) filter (where not ${isLive} and not ${isGone}) as late,
        count(*) filter (where missed is null) as stopped, count(*) filter (where ${isGone}) as gone
      from (
        select lane, case when stopped_at is null
          then extract(epoch from ${timeOf(now)}::timestamptz - last_seen_at) * 1000 / interval_ms end as missed
        from extractor_instances where extractor = e.name
      ) instance
    ) counted
    where ${isExtractorGranted(grant, 'e')}`.execute(db);
  return rows[0] ?? { extractors: 0, consumers: 0, live: 0, late: 0, stopped: 0, gone: 0 };
};
