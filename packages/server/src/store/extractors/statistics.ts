import {
  EXTRACTOR_EVENT_KINDS,
  type Instant,
  type RunTimes,
  SIZE_BOUNDS,
  type UsualGap,
} from '@pawprint/core';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { timeOf } from '../instant-column.ts';

/** What is usual for an extractor, learned from its latest jobs. */
export interface ExtractorStatistics {
  /** Null before any gaps between events were measured. */
  readonly usualGap: UsualGap | null;
  readonly runTimes: readonly RunTimes[];
}

/** As they are stored; null where nothing is. */
export interface StatisticsColumns {
  readonly p99_gap_ms: number | null;
  readonly gaps: number | null;
  readonly run_times: readonly RunTimes[] | null;
}

export const rowToStatistics = (row: StatisticsColumns): ExtractorStatistics => ({
  usualGap: row.p99_gap_ms === null ? null : { p99Ms: row.p99_gap_ms, gaps: row.gaps ?? 0 },
  runTimes: row.run_times ?? [],
});

const FRESH_FOR_MS = 5 * 60_000;

/** The statistics of an extractor. Those that are out of date are computed again and stored. */
export const refreshStatistics = async (
  db: Database,
  extractor: string,
  now: Instant,
): Promise<ExtractorStatistics> => {
  const { rows } = await sql<StatisticsColumns>`
    select p99_gap_ms, gaps, run_times from extractor_statistics s
    where extractor = ${extractor} and not (${isOutOfDate(now)})`.execute(db);
  return rowToStatistics(rows[0] ?? (await computeStatistics(db, extractor, now)));
};

/** The same for all extractors with jobs that have not ended. Reads a few index entries for each, however many jobs it has. */
export const refreshBusyStatistics = async (db: Database, now: Instant): Promise<void> => {
  const { rows } = await sql<{ extractor: string }>`
    with recursive busy as (
      (select extractor from jobs where finished_at is null order by extractor limit 1)
      union all
      select (select extractor from jobs where finished_at is null and extractor > busy.extractor
        order by extractor limit 1)
      from busy where busy.extractor is not null
    )
    select busy.extractor from busy left join extractor_statistics s on s.extractor = busy.extractor
    where busy.extractor is not null and (s.extractor is null or ${isOutOfDate(now)})
    order by busy.extractor`.execute(db);
  for (const { extractor } of rows) await computeStatistics(db, extractor, now);
};

/** Statistics `s` that are older than five minutes, where one of the latest jobs has ended since. */
const isOutOfDate = (now: Instant) => sql`
  s.computed_at <= ${timeOf(now - FRESH_FOR_MS)} and exists (
    select from (
      select finished_at from jobs where extractor = s.extractor and finished_at is not null
      order by id desc limit ${MAX_JOBS}
    ) latest where latest.finished_at >= s.computed_at
  )`;

const MAX_JOBS = 200;
const MAX_EVENTS_PER_JOB = 1_000;

/**
 * Reads a bounded number of jobs and events. Only the extractor's own events make gaps: what the server concluded from a
 * silence would otherwise count as an event that ended it. Imported jobs do not count: another server measured them, in
 * whole seconds.
 */
const computeStatistics = async (
  db: Database,
  extractor: string,
  now: Instant,
): Promise<StatisticsColumns> => {
  const { rows } = await sql<StatisticsColumns>`
    with latest as (
      select id, submitted_at, ${sizeClassOf('jobs')} as size from jobs
      where extractor = ${extractor} and finished_at is not null and not flags @> array['imported']
      order by id desc limit ${MAX_JOBS}
    ), gap as (
      select extract(epoch from received_at - lag(received_at) over (partition by job_id, attempt order by seq))
        ::double precision * 1000 as ms
      from latest cross join lateral (
        select job_id, attempt, seq, received_at from job_events
        where job_id = latest.id and received_at >= latest.submitted_at and attempt is not null
          and kind = any(${EXTRACTOR_EVENT_KINDS}::text[])
        order by seq limit ${MAX_EVENTS_PER_JOB}
      ) event
    ), run as (
      select size, count(*)::integer as runs, avg(ms) as mean, coalesce(stddev_samp(ms), 0) as deviation
      from (
        select size, extract(epoch from a.ended_at - a.started_at)::double precision * 1000 as ms
        from latest join job_attempts a on a.job_id = latest.id
        where a.outcome in ('SUCCEEDED', 'FAILED', 'SKIPPED', 'RESUBMITTED')
      ) ended
      group by size
    )
    insert into extractor_statistics (extractor, p99_gap_ms, gaps, run_times, computed_at)
    select name, (select percentile_cont(0.99) within group (order by ms) from gap),
      (select count(ms) from gap),
      (select coalesce(jsonb_agg(jsonb_build_object(
        'size', size, 'runs', runs, 'meanMs', mean, 'deviationMs', deviation)), '[]') from run),
      ${timeOf(now)}
    from extractors where name = ${extractor}
    on conflict (extractor) do update set
      p99_gap_ms = excluded.p99_gap_ms, gaps = excluded.gaps, run_times = excluded.run_times,
      computed_at = excluded.computed_at
    returning p99_gap_ms, gaps, run_times`.execute(db);
  return rows[0] ?? { p99_gap_ms: null, gaps: null, run_times: null };
};

/** The number of a resource's size among core's `SIZE_BOUNDS`; 0 for an unknown one. */
export const sizeClassOf = (jobs: string) =>
  sql`width_bucket(coalesce(${sql.ref(`${jobs}.resource_size_bytes`)}, -1), ${[0, ...SIZE_BOUNDS]}::bigint[])`;

/** How many numbers `sizeClassOf` can give. */
export const SIZE_CLASSES = SIZE_BOUNDS.length + 2;
