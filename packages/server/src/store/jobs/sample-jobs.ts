import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import type { Grant } from '../../model/grant.ts';
import type { JobView } from '../../model/job.ts';
import { storableText } from '../../model/storable.ts';
import type { Database } from '../database.ts';
import { instantOf, timeOf } from '../instant-column.ts';
import { allOf, grantConditions, leastIdAt } from './job-filter.ts';
import { listJobs } from './list-jobs.ts';
import { readJobsById } from './read-jobs.ts';

interface Sample {
  /** Whose jobs are read. */
  readonly grant: Grant;
  readonly extractor: string;
  readonly since: Instant;
  readonly until: Instant;
  readonly newest: number;
  /** One job is read of each of so many parts of the range, if these are not all of its jobs. */
  readonly spread: number;
}

/** Jobs of an extractor that were submitted within a range, newest first: bounded, however many it has. */
export const sampleJobs = async (
  db: Database,
  { grant, extractor, since, until, newest, spread }: Sample,
  now: Instant,
): Promise<JobSample> => {
  const filter = { extractor, since, until };
  const { jobs, next } = await listJobs(db, { grant, filter, sort: '-submitted_at', limit: newest }, now);
  const oldest = jobs.at(-1)?.job.progress.submittedAt;
  if (next === null || spread === 0 || oldest === undefined) return { jobs, isAll: next === null };
  const ids = await readSpreadIds(db, { grant, extractor, since, until: oldest, spread });
  const others = await readJobsById(db, ids);
  return { jobs: [...jobs, ...others.toSorted(byLatestSubmitted)], isAll: false };
};

const byLatestSubmitted = (one: JobView, other: JobView): number =>
  other.job.progress.submittedAt - one.job.progress.submittedAt;

/** So many jobs are read of each part to find one that the grant covers. */
const TRIES = 10;

const readSpreadIds = async (
  db: Database,
  { grant, extractor, since, until, spread }: Omit<Sample, 'newest'>,
): Promise<string[]> => {
  const bounds = Array.from({ length: spread + 1 }, (_, part) =>
    leastIdAt(Math.floor(since + ((until - since) * part) / spread)),
  );
  const { rows } = await sql<{ id: string }>`
    select found.id from unnest(${bounds.slice(0, -1)}::uuid[], ${bounds.slice(1)}::uuid[]) part (since, until)
    cross join lateral (
      select id from (
        select id, dataset_id from jobs
        where extractor = ${storableText(extractor)} and id >= part.since and id < part.until
        order by id limit ${TRIES}
      ) first
      where ${allOf(grantConditions(grant))} order by id limit 1
    ) found`.execute(db);
  return rows.map(({ id }) => id);
};

interface DatasetSample extends Pick<Sample, 'newest' | 'spread'> {
  /** Undefined: from the first job on. */
  readonly since?: Instant | undefined;
  /** Undefined: until now. */
  readonly until?: Instant | undefined;
}

interface JobSample {
  readonly jobs: readonly JobView[];
  readonly isAll: boolean;
}

/**
 * Jobs of a dataset that waited or ran within a range, those that started last first; if they are many, some of the
 * others. They are not chosen by the time of their submission: thousands may be submitted at once, and run for hours.
 */
export const sampleDatasetJobs = async (
  db: Database,
  datasetId: string,
  { since, until, newest, spread }: DatasetSample,
  now: Instant,
): Promise<JobSample> => {
  const isOfAllTime = since === undefined && until === undefined;
  const { ids, isAll } = isOfAllTime
    ? await readIdsOfAllTime(db, datasetId, { newest, spread })
    : await readIdsWithin(db, datasetId, { since: since ?? 0, until: until ?? now, newest, spread });
  const views = new Map((await readJobsById(db, ids)).map((view) => [view.job.facts.id, view]));
  return { jobs: ids.flatMap((id) => views.get(id) ?? []), isAll };
};

interface SampledIds {
  readonly ids: readonly string[];
  readonly isAll: boolean;
}

/** An expression of an index, with the dataset. */
const BEGAN = sql.raw('coalesce(started_at, submitted_at)');

/** So many jobs are read of each part of the time, for where most began in few parts. */
const OF_EACH_PART = 4;

/** Reads a number of index entries that does not grow with the dataset. */
const readIdsOfAllTime = async (
  db: Database,
  datasetId: string,
  { newest, spread }: Pick<Sample, 'newest' | 'spread'>,
): Promise<SampledIds> => {
  const { rows } = await sql<{ id: string; began: Date }>`
    select id, ${BEGAN} as began from jobs where dataset_id = ${datasetId}::uuid
    order by ${BEGAN} desc, id desc limit ${newest + spread + 1}`.execute(db);
  const ids = rows.map(({ id }) => id);
  if (ids.length <= newest + spread) return { ids, isAll: true };
  const [oldestOfNewest] = rows.slice(newest - 1);
  if (spread === 0 || oldestOfNewest === undefined) return { ids: ids.slice(0, newest), isAll: false };
  const others = await readSpreadByBeginning(db, datasetId, instantOf(oldestOfNewest.began), spread);
  return { ids: [...ids.slice(0, newest), ...others], isAll: false };
};

/** Jobs that began before a time, newest first, from parts of the time before it that are equally long. */
const readSpreadByBeginning = async (
  db: Database,
  datasetId: string,
  before: Instant,
  spread: number,
): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    with range as (
      select min(${BEGAN}) as since, ${timeOf(before)}::timestamptz as until from jobs
      where dataset_id = ${datasetId}::uuid
    ), found as (
      select job.* from range
      cross join generate_series(0, ${spread - 1}::integer) part
      cross join lateral (
        select id, ${BEGAN} as began, row_number() over (order by ${BEGAN}) as place, part from jobs
        where dataset_id = ${datasetId}::uuid
          and ${BEGAN} >= since + (until - since) * part / ${spread}::integer
          and ${BEGAN} < since + (until - since) * (part + 1) / ${spread}::integer
        order by ${BEGAN} limit ${OF_EACH_PART}
      ) job
      order by place, part limit ${spread}
    )
    select id from found
    order by began desc, id desc`.execute(db);
  return rows.map(({ id }) => id);
};

/** Of more jobs, the newest are sampled: numbering them takes some tenths of a second. */
const MOST_NUMBERED = 200_000;

/**
 * Jobs that began long before a range may end within it: all that were submitted until its end are read, from the index
 * alone. They are numbered in the order of their ids, in which the index has them, and so need no sorting.
 */
const readIdsWithin = async (
  db: Database,
  datasetId: string,
  { since, until, newest, spread }: Omit<Sample, 'grant' | 'extractor'>,
): Promise<SampledIds> => {
  const { rows } = await sql<{ id: string; total: number }>`
    with within_range as materialized (
      select id, ${BEGAN} as began from jobs
      where dataset_id = ${datasetId}::uuid and id < ${leastIdAt(until + 1)}::uuid and submitted_at <= ${timeOf(until)}
        and (finished_at is null or finished_at >= ${timeOf(since)})
      order by id desc limit ${MOST_NUMBERED}
    ), total as (
      select count(*)::integer as jobs from within_range
    ), newest as (
      select id, began from within_range order by began desc, id desc limit ${newest}
    ), others as (
      select id, began from (
        select id, began, row_number() over () as place from within_range where id not in (select id from newest)
      ) numbered
      where place % greatest(1, ceil(((select jobs from total) - ${newest}) / ${Math.max(1, spread)}::float8)::integer) = 0
      limit ${spread}
    )
    select chosen.id, total.jobs as total from (table newest union all table others) chosen cross join total
    order by began desc, id desc`.execute(db);
  return { ids: rows.map(({ id }) => id), isAll: (rows[0]?.total ?? 0) <= rows.length };
};
