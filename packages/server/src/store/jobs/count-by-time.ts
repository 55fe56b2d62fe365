import {
  type Instant,
  instantOfQuery,
  type JobFilter,
  type JobQuery,
  type JobState,
  type JobTerm,
} from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import type { Grant } from '../../model/grant.ts';
import type { Database } from '../database.ts';
import { timeOf } from '../instant-column.ts';
import { allOf, filterConditions, grantConditions, leastIdAt } from './job-filter.ts';
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

/** So many of the newest jobs are looked at: that takes some hundredths of a second. */
const MOST_OF_ALL = 10_000;
/** The same of those that an index finds. They are further apart. */
const MOST_OF_A_PART = 5_000;
/** Where the planner expects no more than these, they are found by indexes and all counted. */
const FEW = 2_000;
/** If it was mistaken. */
const MOST_COUNTED = 20_000;
const MOST_MS = 2_000;
/** Of so few datasets the newest jobs of each are looked at. */
const FEW_DATASETS = 100;

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
  const few = await readFewDatasets(db, { grant, filter }, FEW_DATASETS);
  const granted = few === undefined ? grantConditions(grant) : [sql`dataset_id = any(${few}::uuid[])`];
  const conditions = [...granted, ...filterConditions(filter, now)];
  const bound = await readBound(db, { few, filter, conditions }, now);
  const where = allOf([...conditions, ...(bound === undefined ? [] : [sql`id > ${bound}::uuid`])]);
  const rows = await readWithin(MOST_MS, db, (trx) =>
    sql<{ at: number; state: JobState; count: number; step: number }>`
      with counted as materialized (
        select state, id from jobs where ${where} order by id desc limit ${MOST_COUNTED + 1}
      ),
      first as (
        select ('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000 as at
        from (select id from counted order by id limit 1) oldest
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
      select ((since + (place - 1) * step) * 1000)::float8 as at, state, count, step
      from (
        select state, width_bucket(id, ids) as place, count(*)::int as count from counted cross join bounds group by 1, 2
      ) placed cross join scale
      order by 1, 2`.execute(trx),
  );
  if (rows === undefined) return undefined;
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  return {
    isComplete: bound === undefined && total <= MOST_COUNTED,
    stepMs: (rows[0]?.step ?? STEPS[0] ?? 60) * 1_000,
    buckets: rows.map(({ at, state, count }) => ({ at, state, count })),
  };
};

type Condition = RawBuilder<unknown>;

interface Counted {
  readonly few: readonly string[] | undefined;
  readonly filter: JobFilter;
  readonly conditions: readonly Condition[];
}

/** Only jobs after this one are counted. Undefined: all are. */
const readBound = async (db: Database, counted: Counted, now: Instant): Promise<string | undefined> => {
  const bound = await readOldest(db, counted, now);
  if (bound === undefined) return undefined;
  return (await estimateRows(db, allOf(counted.conditions))) <= FEW ? undefined : bound;
};

/** The job before the newest ones that are looked at, if there are more. Ids are read, from an index that has their order. */
const readOldest = async (
  db: Database,
  { few, filter }: Counted,
  now: Instant,
): Promise<string | undefined> => {
  const part = filterConditions(indexedPart(filter), now);
  const most = few === undefined && part.length === 0 ? MOST_OF_ALL : MOST_OF_A_PART;
  const newest = (also: readonly Condition[], limit: Condition) => sql`
    select id from jobs where ${allOf([...part, ...timesOf(filter, now), ...also])} order by id desc ${limit}`;
  const end = sql`offset ${most} limit 1`;
  const { rows } = await sql<{ id: string }>`${
    few === undefined
      ? newest([], end)
      : sql`
        select jobs.id from unnest(${few}::uuid[]) few (id)
        cross join lateral (${newest([sql`dataset_id = few.id`], sql`limit ${most + 1}`)}) jobs
        order by jobs.id desc ${end}`
  }`.execute(db);
  return rows[0]?.id;
};

/** Terms of which an index has the jobs in their order, where they have one value; the narrowest first. */
const INDEXED = ['failure', 'dataset', 'extractor', 'version', 'by', 'state'] as const;

/** A part of a filter by which an index has the jobs in their order. Empty: all jobs are. */
const indexedPart = ({ resourceId, datasetId, extractor, query }: JobFilter): JobFilter => {
  if (resourceId !== undefined) return { resourceId };
  if (datasetId !== undefined) return { datasetId };
  if (extractor !== undefined) return { extractor };
  const terms = topTerms(query).filter(isIndexed);
  const [term] = INDEXED.flatMap((key) => terms.filter((each) => each.key === key));
  return term === undefined ? {} : { query: term };
};

/** Those that all have to be true. */
const topTerms = (query: JobQuery | undefined): readonly JobTerm[] => {
  if (query === undefined) return [];
  if ('all' in query) return query.all.flatMap(topTerms);
  return 'key' in query ? [query] : [];
};

const isIndexed = (term: JobTerm): boolean => {
  if (!('values' in term) || term.values.length !== 1) return false;
  const [value = ''] = term.values;
  return term.key === 'state' ? value !== 'SUCCEEDED' : !value.includes('*');
};

/** Within which ids the times of a filter are. */
const timesOf = (filter: JobFilter, now: Instant): Condition[] => {
  const terms = topTerms(filter.query);
  const times = (key: 'since' | 'until') => [
    ...(filter[key] === undefined ? [] : [filter[key]]),
    ...terms.flatMap((term) => (term.key === key ? [instantOfQuery(term.time, now)] : [])),
  ];
  return [
    ...times('since').map((at) => sql`id >= ${leastIdAt(at)}::uuid`),
    ...times('until').map((at) => sql`id < ${leastIdAt(at)}::uuid`),
  ];
};

/** How many jobs the planner expects. */
const estimateRows = async (db: Database, where: Condition): Promise<number> => {
  const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>`
    explain (format json) select id from jobs where ${where}`.execute(db);
  return rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0;
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
