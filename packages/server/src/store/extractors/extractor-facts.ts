import type { ExtractorFacts, Instant } from '@pawprint/core';
import { sql } from 'kysely';
import { ABSENT_AFTER_INTERVALS, LATE_AFTER_INTERVALS } from '../../model/instance.ts';
import type { Database } from '../database.ts';
import { instantOf, instantOrNull, timeOf } from '../instant-column.ts';
import { waitsForApproval } from './changes.ts';
import { rowToStatistics, type StatisticsColumns } from './statistics.ts';
import { lastSwitched, type SwitchedColumn } from './switches.ts';

/** What explains the jobs of these extractors, by name, in one statement. */
export const readExtractorFacts = async (
  db: Database,
  names: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, ExtractorFacts>> => {
  const { rows } = await sql<Row>`
    select e.name, e.enabled, ${waitsForApproval('e')} as waits_for_approval, e.queue,
      e.unroutable_at is not null or (${isFresh(now)} and e.queue_ready is null) as queue_is_missing,
      case when ${isFresh(now)} then e.queue_consumers end as consumers,
      case when not e.enabled then ${lastSwitched('e')} end as disabled,
      e.dispatch_paused_at, e.dispatch_paused_by, e.dispatch_pause_reason,
      instances.alive, instances.late, greatest(instances.seen_at, e.queue_consumed_at) as seen_at,
      (select count(*)::integer from jobs
        where extractor = e.name and state = 'RUNNING' and finished_at is null) as running,
      greatest(${nextWaitsSince(now)}, instances.alive_since) as next_waits_since,
      s.p99_gap_ms, s.gaps, s.run_times
    from extractors e
    left join extractor_statistics s on s.extractor = e.name
    cross join lateral (
      select
        count(*) filter (where missed <= ${LATE_AFTER_INTERVALS})::integer as alive,
        count(*) filter (where missed > ${LATE_AFTER_INTERVALS} and missed <= ${ABSENT_AFTER_INTERVALS})::integer
          as late,
        min(first_seen_at) filter (where missed <= ${LATE_AFTER_INTERVALS}) as alive_since,
        max(last_seen_at) as seen_at
      from (
        select first_seen_at, last_seen_at, case when stopped_at is null
          then extract(epoch from ${timeOf(now)}::timestamptz - last_seen_at) * 1000 / interval_ms end as missed
        from extractor_instances where extractor = e.name
      ) instance
    ) instances
    where e.name = any(${names}::text[])`.execute(db);
  return new Map(rows.map((row) => [row.name, rowToFacts(row)]));
};

/** While jobs wait, the broker is asked every few seconds. */
const FRESH_FOR_MS = 60_000;

const isFresh = (now: Instant) =>
  sql`(e.queue is not null and e.queue_checked_at > ${timeOf(now - FRESH_FOR_MS)})`;

/** Over HTTP the first job in line that can be claimed; in RabbitMQ the message that has waited longest. */
const nextWaitsSince = (now: Instant) => sql`
  case when e.queue is null then (
    select greatest(last_event_at, available_at) from jobs
    where extractor = e.name and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED')
      and lane is distinct from 'rabbitmq' and available_at <= ${timeOf(now)}
    order by priority desc, id limit 1
  ) else (
    select min(greatest(last_event_at, sent_at)) from jobs
    where extractor = e.name and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED') and lane = 'rabbitmq'
  ) end`;

interface Row extends StatisticsColumns {
  readonly name: string;
  readonly enabled: boolean;
  readonly waits_for_approval: boolean;
  readonly queue: string | null;
  readonly queue_is_missing: boolean | null;
  readonly consumers: number | null;
  readonly disabled: SwitchedColumn | null;
  readonly dispatch_paused_at: Date | null;
  readonly dispatch_paused_by: string | null;
  readonly dispatch_pause_reason: string | null;
  readonly alive: number;
  readonly late: number;
  readonly seen_at: Date | null;
  readonly running: number;
  readonly next_waits_since: Date | null;
}

const rowToFacts = (row: Row): ExtractorFacts => ({
  extractor: row.name,
  enabled: row.enabled,
  waitsForApproval: row.waits_for_approval,
  disabled: row.disabled,
  paused: row.dispatch_paused_at && {
    by: row.dispatch_paused_by,
    at: instantOf(row.dispatch_paused_at),
    reason: row.dispatch_pause_reason,
  },
  queue: row.queue,
  queueIsMissing: row.queue_is_missing ?? false,
  consumers: row.consumers,
  instancesAlive: row.alive,
  instancesLate: row.late,
  instanceSeenAt: instantOrNull(row.seen_at),
  running: row.running,
  nextWaitsSince: instantOrNull(row.next_waits_since),
  ...rowToStatistics(row),
});
