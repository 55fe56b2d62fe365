import type { Instant, JobFilter, JobState } from '@pawprint/core';
import { sql } from 'kysely';
import type { Grant } from '../../model/grant.ts';
import type { Database } from '../database.ts';
import { timeOf } from '../instant-column.ts';
import { allOf, filterConditions, grantConditions } from './job-filter.ts';

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

/** Undefined: counting took too long. */
export const countJobsByTime = async (
  db: Database,
  { grant, filter }: { readonly grant: Grant; readonly filter: JobFilter },
  now: Instant,
): Promise<JobCounts | undefined> => {
  const where = allOf([...grantConditions(grant), ...filterConditions(filter, now)]);
  const rows = await readWithin(MOST_MS, db, (trx) =>
    sql<{ at: number; state: JobState; count: number; step: number }>`
      with counted as materialized (
        select state, submitted_at from jobs where ${where} order by id desc limit ${MOST_COUNTED + 1}
      ),
      scale as (
        select coalesce(
          (select step from unnest(${STEPS}::int[]) steps (step)
            where extract(epoch from ${timeOf(now)}::timestamptz - min(submitted_at)) / step <= ${MOST_BUCKETS}
            order by step limit 1),
          ${STEPS.at(-1)}) as step
        from counted
      )
      select (floor(extract(epoch from submitted_at) / step) * step * 1000)::float8 as at, state,
        count(*)::int as count, step
      from counted cross join scale group by 1, 2, step order by 1, 2`.execute(trx),
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
