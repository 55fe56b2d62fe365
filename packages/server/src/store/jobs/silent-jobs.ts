import { type Instant, NON_TERMINAL_STATES, type SilenceTerms } from '@pawprint/core';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { instantOrNull, timeOf } from '../instant-column.ts';

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

/** The ids of jobs that wait and are marked as stalled, the longest silent first. */
export const readStalledInLine = async (db: Database, extractor: string): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select id from jobs
    where extractor = ${extractor} and finished_at is null and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED')
      and flags @> array['stalled']
    order by last_event_at`.execute(db);
  return rows.map((row) => row.id);
};

/**
 * When the line of jobs that wait for an extractor last moved, as far as a few rows tell: the latest activity of its
 * running jobs and of those submitted just before the oldest that waits. Null if there are none.
 */
export const readLineMovedAt = async (db: Database, extractor: string): Promise<Instant | null> => {
  const { rows } = await sql<{ at: Date | null }>`
    select greatest(
      (select max(last_event_at) from jobs
        where extractor = ${extractor} and state = 'RUNNING' and finished_at is null and attempt_count > 0),
      (select max(last_event_at) from (
        select last_event_at from jobs
        where extractor = ${extractor} and id < least(
          (select id from jobs
            where extractor = ${extractor} and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED')
              and lane is distinct from 'rabbitmq'
            order by priority desc, id limit 1),
          (select id from jobs
            where extractor = ${extractor} and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED') and lane = 'rabbitmq'
            order by id limit 1)
        )
        order by id desc limit ${JOBS_BEFORE_THE_LINE}
      ) before)
    ) as at`.execute(db);
  return instantOrNull(rows[0]?.at ?? null);
};

const JOBS_BEFORE_THE_LINE = 100;
