import type { Instant, JobFilter, JobState } from '@pawprint/core';
import { sql } from 'kysely';
import type { Grant } from '../../model/grant.ts';
import type { Database } from '../database.ts';
import { timeOf } from '../instant-column.ts';
import { allOf, filterConditions, grantConditions } from './job-filter.ts';
import { readFewDatasets } from './list-jobs.ts';

export interface JobCounts {
  /** False: only the newest jobs were counted. */
  readonly isComplete: boolean;
  readonly stepMs: number;
  /** By the beginning of their time and by state, oldest first. */
  readonly buckets: readonly JobBucket[];
}

interface JobBucket {
  readonly at: Instant;
  readonly state: JobState;
  readonly count: number;
}

/** Reading so many rows takes some hundredths of a second. */
const MOST_COUNTED = 20_000;
const MOST_MS = 2_000;

/** As many bars as a chart has at most. */
const MOST_BUCKETS = 60;
/** Seconds that people count in: from a minute to four weeks. */
const STEPS = [60, 300, 900, 3_600, 10_800, 21_600, 43_200, 86_400, 604_800, 2_419_200];

/**
 * Undefined: counting took too long. The time of a job's submission is in its id, so that an index alone can have all
 * that is counted. Ids are compared with those at the bounds of the buckets.
 */
export const countJobsByTime = async (
  db: Database,
  { grant, filter }: { readonly grant: Grant; readonly filter: JobFilter },
  now: Instant,
): Promise<JobCounts | undefined> => {
  const few = await readFewDatasets(db, { grant, filter });
  const granted = few === undefined ? grantConditions(grant) : [sql`dataset_id = any(${few}::uuid[])`];
  const where = allOf([...granted, ...filterConditions(filter, now)]);
  const rows = await readWithin(MOST_MS, db, (trx) =>
    sql<{ at: number; state: JobState; count: number; step: number }>`
      with counted as materialized (
        select state, id from jobs where ${where} order by id desc limit ${MOST_COUNTED + 1}
      ),
      first as (
        select ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000 as at from counted order by id limit 1
      ),
      scale as (
        select at / step * step as since, step from first cross join lateral (
          select coalesce(
            (select step from unnest(${STEPS}::int[]) steps (step)
              where extract(epoch from ${timeOf(now)}::timestamptz) - at < step::float8 * ${MOST_BUCKETS}
              order by step limit 1),
            ${STEPS.at(-1)}::int) as step
        ) chosen
      ),
      bounds as (
        select array_agg((lpad(to_hex((since + n * step) * 1000), 12, '0') || '70008000000000000000')::uuid order by n) as ids
        from scale cross join generate_series(0, (extract(epoch from ${timeOf(now)}::timestamptz) - since)::bigint / step + 1) n
      )
      select ((since + (place - 1) * step) * 1000)::float8 as at, state, count(*)::int as count, step
      from (select state, width_bucket(id, ids) as place from counted cross join bounds) placed cross join scale
      group by since, place, step, state order by 1, 2`.execute(trx),
  );
  if (rows === undefined) return undefined;
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  return {
    isComplete: total <= MOST_COUNTED,
    stepMs: (rows[0]?.step ?? STEPS[0] ?? 60) * 1_000,
    buckets: rows.map(({ at, state, count }) => ({ at, state, count })),
  };
};

const QUERY_CANCELED = '57014';

/** The rows of a statement; undefined if it takes longer. */
const readWithin = async <Row>(
  ms: number,
  db: Database,
  read: (trx: Database) => Promise<{ readonly rows: readonly Row[] }>,
): Promise<readonly Row[] | undefined> => {
  try {
    return await db.transaction().execute(async (trx) => {
      await sql`select set_config('statement_timeout', ${String(ms)}, true)`.execute(trx);
      return (await read(trx)).rows;
    });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === QUERY_CANCELED) return undefined;
    throw error;
  }
};
