import {
  bucketOf,
  endedJob,
  type Histogram,
  type Instant,
  MEASURES,
  type Measure,
  type TerminalState,
} from '@pawprint/core';
import { sql } from 'kysely';
import type { JobChange } from '../../model/job-change.ts';
import type { HourOfJobs, VersionOfJobs } from '../../model/statistics.ts';
import { ADVISORY_LOCKS } from '../advisory-locks.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { type ColumnTypes, columnNames, unnestRows } from '../jobs/unnest-rows.ts';

const HOUR_MS = 3_600_000;
const HOURS_OF_DAY = 24;

/**
 * Counts jobs among the ended ones of their extractor, version and hour. What a job counted for before the change is taken
 * back, so that every ended job counts once, reopened ones, too. Call it under the lock of event numbers: the transactions
 * that change the same rows wait for each other in one order.
 */
export const countEndedJobs = async (
  trx: DatabaseTransaction,
  changes: readonly JobChange[],
): Promise<void> => {
  const { ended, measures } = countChanges(changes);
  if (ended.length > 0)
    await sql`
      insert into ended_jobs as kept (${columnNames(ENDED_TYPES)})
      select e.* from ${unnestRows(ended, ENDED_TYPES)} e
      on conflict (extractor, hour, version, state) do update set
        jobs = kept.jobs + excluded.jobs, retried = kept.retried + excluded.retried`.execute(trx);
  if (measures.length > 0)
    await sql`
      insert into ended_job_measures as kept (${columnNames(MEASURE_TYPES)})
      select m.* from ${unnestRows(measures, MEASURE_TYPES)} m
      on conflict (extractor, hour, version, measure, bucket) do update set jobs = kept.jobs + excluded.jobs`.execute(
      trx,
    );
};

/** By how many jobs a row changes. */
interface EndedRow {
  readonly extractor: string;
  readonly hour: number;
  readonly version: string;
  readonly state: TerminalState;
  readonly jobs: number;
  readonly retried: number;
}

const ENDED_TYPES = {
  extractor: 'text',
  hour: 'integer',
  version: 'text',
  state: 'text',
  jobs: 'integer',
  retried: 'integer',
} as const satisfies ColumnTypes<EndedRow>;

interface MeasureRow {
  readonly extractor: string;
  readonly hour: number;
  readonly version: string;
  readonly measure: Measure;
  readonly bucket: number;
  readonly jobs: number;
}

const MEASURE_TYPES = {
  extractor: 'text',
  hour: 'integer',
  version: 'text',
  measure: 'text',
  bucket: 'smallint',
  jobs: 'integer',
} as const satisfies ColumnTypes<MeasureRow>;

/** Each row once, and none that stays as it is. */
const countChanges = (changes: readonly JobChange[]) => {
  const ended = new Map<string, EndedRow>();
  const measures = new Map<string, MeasureRow>();
  const count = ({ facts: { extractor, resource }, progress }: JobChange['after'], jobs: 1 | -1): void => {
    const job = endedJob(progress, resource.sizeBytes);
    if (job === null) return;
    const { state } = job;
    const place = { extractor, hour: Math.floor(job.endedAt / HOUR_MS), version: job.version ?? '' };
    const key = JSON.stringify(place);
    const known = ended.get(key + state);
    ended.set(key + state, {
      ...place,
      state,
      jobs: (known?.jobs ?? 0) + jobs,
      retried: (known?.retried ?? 0) + (job.retried ? jobs : 0),
    });
    for (const measure of MEASURES) {
      const value = job.measures[measure];
      if (value === undefined) continue;
      const bucket = bucketOf(value);
      const row = `${key}${measure}${bucket}`;
      measures.set(row, { ...place, measure, bucket, jobs: (measures.get(row)?.jobs ?? 0) + jobs });
    }
  };
  for (const { before, after } of changes) {
    count(before, -1);
    count(after, 1);
  }
  return {
    ended: [...ended.values()].filter(({ jobs, retried }) => jobs !== 0 || retried !== 0),
    measures: [...measures.values()].filter(({ jobs }) => jobs !== 0),
  };
};

interface Range {
  readonly extractor: string;
  readonly since: Instant;
  readonly until: Instant;
}

/** The ended jobs of an extractor by hour and version, oldest first. */
export const readEndedJobs = async (db: Database, range: Range): Promise<HourOfJobs[]> => {
  const isIn = sql`extractor = ${range.extractor} and jobs <> 0
    and hour between ${Math.floor(range.since / HOUR_MS)} and ${Math.floor(range.until / HOUR_MS)}`;
  const [counts, histograms] = await Promise.all([
    sql<CountRow & { readonly hour: number }>`
      select hour, version, json_object_agg(state, jobs) as states, ${RETRIED} as retried
      from ended_jobs where ${isIn} group by hour, version order by hour, version`.execute(db),
    sql<HistogramRow & { readonly hour: number }>`
      select hour, version, measure, json_agg(bucket) as buckets, json_agg(jobs) as jobs
      from ended_job_measures where ${isIn} group by hour, version, measure`.execute(db),
  ]);
  const measures = histogramsBy(histograms.rows, ({ hour, version }) => `${hour} ${version}`);
  return counts.rows.map(({ hour, ...row }) => ({
    at: hour * HOUR_MS,
    ...rowToEnded(row, measures.get(`${hour} ${row.version}`)),
  }));
};

/** All ended jobs of an extractor by version, of which the one that ended a job last is first. */
export const readEndedByVersion = async (db: Database, extractor: string): Promise<VersionOfJobs[]> => {
  const [counts, histograms] = await Promise.all([
    sql<CountRow & { readonly first: number; readonly last: number }>`
      select version, json_object_agg(state, jobs) as states, ${RETRIED} as retried,
        min(first) as first, max(last) as last
      from (
        select version, state, sum(jobs)::integer as jobs, sum(retried)::integer as retried,
          min(hour) as first, max(hour) as last
        from ended_jobs where extractor = ${extractor} and jobs <> 0 group by version, state
      ) state
      group by version order by max(last) desc, min(first) desc, version desc`.execute(db),
    sql<HistogramRow>`
      select version, measure, json_agg(bucket) as buckets, json_agg(jobs) as jobs
      from (
        select version, measure, bucket, sum(jobs)::integer as jobs from ended_job_measures
        where extractor = ${extractor} and measure in ('run', 'bytes') group by version, measure, bucket
      ) bucket
      group by version, measure`.execute(db),
  ]);
  const measures = histogramsBy(histograms.rows, ({ version }) => version);
  return counts.rows.map(({ first, last, ...row }) => ({
    firstAt: first * HOUR_MS,
    lastAt: last * HOUR_MS,
    ...rowToEnded(row, measures.get(row.version)),
  }));
};

const RETRIED = sql`coalesce(sum(retried) filter (where state <> 'CANCELLED'), 0)::integer`;

interface CountRow {
  readonly version: string;
  readonly states: Partial<Record<TerminalState, number>>;
  readonly retried: number;
}

interface HistogramRow {
  readonly version: string;
  readonly measure: Measure;
  readonly buckets: readonly number[];
  /** How many values are in each of the buckets. */
  readonly jobs: readonly number[];
}

type Histograms = Map<Measure, Histogram>;

const histogramsBy = <Row extends HistogramRow>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): ReadonlyMap<string, Histograms> => {
  const groups = new Map<string, Histograms>();
  for (const row of rows) {
    const group = groups.get(keyOf(row)) ?? new Map();
    group.set(row.measure, new Map(row.buckets.map((bucket, index) => [bucket, row.jobs[index] ?? 0])));
    groups.set(keyOf(row), group);
  }
  return groups;
};

const rowToEnded = ({ version, states, retried }: CountRow, measures: Histograms = new Map()) => ({
  version: version || null,
  states: new Map(Object.entries(states) as [TerminalState, number][]),
  retried,
  measures,
});

/** Longer than the longest range that is shown by hours. */
const HOURS_KEPT = 8 * HOURS_OF_DAY;
/** Of one extractor in one transaction, in which no event is stored. */
const DAYS_AT_ONCE = 7;

/**
 * Makes one row of the hours of each day that is more than a week over. A job that ended then and is reopened later
 * changes the row of its hour again, and the next call adds that row to its day.
 */
export const mergeHoursOfOldDays = async (db: Database, now: Instant): Promise<void> => {
  const end = startOfDay(Math.floor(now / HOUR_MS) - HOURS_KEPT);
  for (;;) {
    const { rows } = await sql<{ extractor: string; hour: number }>`
      select extractor, hour from ended_jobs where hour % 24 <> 0 and hour < ${end}
      order by hour limit 1`.execute(db);
    const oldest = rows[0];
    if (oldest === undefined) return;
    const from = startOfDay(oldest.hour);
    await mergeDays(db, oldest.extractor, from, Math.min(end, from + DAYS_AT_ONCE * HOURS_OF_DAY));
  }
};

/** Calls are an hour apart, and a little more. */
const HOURS_GATHERED = 2;

/**
 * Writes the measures of the last hours again, extractor by extractor. They come in the order in which jobs end, so that
 * those of one extractor are on as many pages as there are: a month of one among fifty was on 22,000 pages.
 */
export const gatherMeasures = async (db: Database, now: Instant): Promise<void> => {
  const current = Math.floor(now / HOUR_MS);
  const { rows } = await sql<{ extractor: string; hour: number }>`
    select distinct extractor, hour from ended_jobs
    where hour >= ${current - HOURS_GATHERED} and hour < ${current}`.execute(db);
  for (const { extractor, hour } of rows)
    await db.transaction().execute(async (trx) => {
      await sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.eventNumbers})`.execute(trx);
      await sql`
        with gathered as (
          delete from ended_job_measures where extractor = ${extractor} and hour = ${hour} returning *
        )
        insert into ended_job_measures (${columnNames(MEASURE_TYPES)})
        select ${columnNames(MEASURE_TYPES)} from gathered order by version, measure, bucket`.execute(trx);
    });
};

const startOfDay = (hour: number): number => hour - (hour % HOURS_OF_DAY);

const mergeDays = (db: Database, extractor: string, from: number, to: number): Promise<void> =>
  db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.eventNumbers})`.execute(trx);
    const isMerged = sql`extractor = ${extractor} and hour >= ${from} and hour < ${to} and hour % 24 <> 0`;
    await sql`
      with merged as (delete from ended_jobs where ${isMerged} returning *)
      insert into ended_jobs as kept (extractor, hour, version, state, jobs, retried)
      select extractor, hour - hour % 24, version, state, sum(jobs), sum(retried) from merged group by 1, 2, 3, 4
      on conflict (extractor, hour, version, state) do update set
        jobs = kept.jobs + excluded.jobs, retried = kept.retried + excluded.retried`.execute(trx);
    await sql`
      with merged as (delete from ended_job_measures where ${isMerged} returning *)
      insert into ended_job_measures as kept (extractor, hour, version, measure, bucket, jobs)
      select extractor, hour - hour % 24, version, measure, bucket, sum(jobs) from merged group by 1, 2, 3, 4, 5
      on conflict (extractor, hour, version, measure, bucket) do update set jobs = kept.jobs + excluded.jobs`.execute(
      trx,
    );
  });
