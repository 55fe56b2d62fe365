import { type Instant, NON_TERMINAL_STATES, type SilenceTerms } from '@pawprint/core';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { timeOf } from '../instant-column.ts';

/** Extractors with jobs that have not ended. Reads one index entry for each, however many jobs it has. */
export const readBusyExtractors = async (db: Database): Promise<string[]> => {
  const { rows } = await sql<{ extractor: string }>`
    with recursive busy as (
      (select extractor from jobs where finished_at is null order by extractor limit 1)
      union all
      select (select extractor from jobs where finished_at is null and extractor > busy.extractor
        order by extractor limit 1)
      from busy where busy.extractor is not null
    )
    select extractor from busy where extractor is not null order by extractor`.execute(db);
  return rows.map((row) => row.extractor);
};

/**
 * The ids of jobs that may be stalled or lost, the longest silent first: silent and not marked as stalled, or running and
 * silent for too long, or tried too often. There is no limit, since jobs that turn out unchanged would keep the others
 * from being read.
 */
export const readSilentJobs = async (
  db: Database,
  extractor: string,
  { minStallMs, limitMs, maxAttempts }: SilenceTerms,
  now: Instant,
): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select id from jobs
    where extractor = ${extractor} and finished_at is null and state = any(${NON_TERMINAL_STATES}::text[])
      and (
        (last_event_at < ${timeOf(now - minStallMs)} and not flags @> array['stalled'])
        or (last_event_at < ${timeOf(now - limitMs)} and state = 'RUNNING')
        or attempt_count >= ${maxAttempts}
      )
    order by last_event_at`.execute(db);
  return rows.map((row) => row.id);
};

/**
 * The 99th percentile of the times between events within attempts of an extractor's latest jobs; null without any.
 * Imported jobs do not count: another server measured them, in whole seconds.
 */
export const readP99Gap = async (db: Database, extractor: string): Promise<number | null> => {
  const { rows } = await sql<{ p99: number | null }>`
    select percentile_cont(0.99) within group (order by gap_ms) as p99
    from (
      select extract(epoch from received_at - lag(received_at) over (partition by job_id, attempt order by seq))
        ::double precision * 1000 as gap_ms
      from (
        select id, submitted_at from jobs
        where extractor = ${extractor} and finished_at is not null and not flags @> array['imported'] order by id desc limit ${MAX_JOBS}
      ) latest
      cross join lateral (
        select job_id, attempt, seq, received_at from job_events
        where job_id = latest.id and received_at >= latest.submitted_at and attempt is not null
        order by seq limit ${MAX_EVENTS_PER_JOB}
      ) event
    ) gaps
    where gap_ms is not null`.execute(db);
  return rows[0]?.p99 ?? null;
};

const MAX_JOBS = 200;

const MAX_EVENTS_PER_JOB = 1_000;
