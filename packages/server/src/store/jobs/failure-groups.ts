import { type FailureKind, type Instant, WAITING_STATES } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import type { FailureDetails, FailureGroup, FailureReview } from '../../model/failure.ts';
import type { Grant } from '../../model/grant.ts';
import { storableText } from '../../model/storable.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { grantedDatasetIds } from '../granted.ts';
import { instantOf, instantOrNull, timeOf } from '../instant-column.ts';
import { existingUser } from '../users.ts';

const HOUR_MS = 3_600_000;
const HOURS_SHOWN = 12;
/** In so many of the newest jobs of each group files are counted: of fifty groups that is most of what a list reads. */
const JOBS_OF_A_GROUP = 200;
/** In so many of the newest jobs of one group types of files are counted. */
const JOBS_OF_DETAILS = 1_000;
const MOST_TYPES = 10;
const MOST_EXTRACTORS = 200;
/** Of an error, which may be a log of megabytes. */
const MOST_TEXT = 20_000;

export interface FailureListQuery {
  /** Whose jobs are counted. */
  readonly grant: Grant;
  /** Only jobs that this user submitted. */
  readonly submittedBy?: string | undefined;
  /** Failed in this hour or later. */
  readonly since: Instant;
}

interface FailureList {
  /** The largest ones first, the known ones last. */
  readonly groups: readonly FailureGroup[];
  /** How many groups there are, listed or not. */
  readonly total: number;
  /** By kind, the jobs of failures that are not known. */
  readonly counts: Readonly<Partial<Record<FailureKind, number>>>;
}

export const listFailures = async (
  db: Database,
  query: FailureListQuery,
  limit: number,
  now: Instant,
): Promise<FailureList> => {
  const groups = await readGroups(db, query, { conditions: totalsOf(query), limit }, now);
  const [first] = groups;
  return { groups: groups.map(rowToGroup), total: first?.total ?? 0, counts: first?.counts ?? {} };
};

export interface WaitingJobs {
  readonly extractor: string;
  readonly jobs: number;
  readonly datasets: number;
}

/**
 * How many jobs wait for each extractor, most first. They are counted by the index of open jobs: the totals of datasets
 * have a row for each extractor and state that ever had a job, hundreds for each job that waits.
 */
export const listWaitingJobs = async (
  db: Database,
  { grant, submittedBy }: Omit<FailureListQuery, 'since'>,
): Promise<readonly WaitingJobs[]> => {
  const { rows } = await sql<WaitingJobs>`
    ${withGranted(grant)}
    select extractor, count(*)::integer as jobs, count(distinct dataset_id)::integer as datasets
    from jobs t
    where finished_at is null and state = any(${WAITING_STATES}::text[]) and ${isGranted(grant)}
      and ${submittedBy === undefined ? sql`true` : sql`submitted_by = ${submittedBy}`}
    group by extractor order by 2 desc, 1 limit ${MOST_EXTRACTORS}`.execute(db);
  return rows;
};

/** When a job that this grant covers last failed, was lost or stalled, also if it was resubmitted since. */
export const readLastFailure = async (db: Database, grant: Grant): Promise<Instant | null> => {
  const { rows } = await sql<{ last_at: Date }>`
    ${withGranted(grant)}
    select last_at from failure_totals t where ${isGranted(grant)} order by hour desc limit 1`.execute(db);
  return instantOrNull(rows[0]?.last_at ?? null);
};

/** Undefined if there is none, or no job of it that this grant covers. */
export const readFailure = async (
  db: Database,
  query: FailureListQuery,
  id: string,
  now: Instant,
): Promise<FailureDetails | undefined> => {
  const conditions = sql`${totalsOf(query)} and t.failure = ${storableText(id)}`;
  const [row] = await readGroups(db, query, { conditions, limit: 1 }, now);
  if (row === undefined) return undefined;
  const group = rowToGroup(row);
  const [versions, types] = await Promise.all([
    readVersions(db, query, group),
    sql<{ mime: string | null; jobs: number }>`
      ${withGranted(query.grant)}
      select resource_mime as mime, count(*)::integer as jobs
      from ${newestJobs(query, sql`${group.id}`, 'resource_mime', JOBS_OF_DETAILS)} j
      group by 1 order by 2 desc, 1 limit ${MOST_TYPES}`.execute(db),
  ]);
  return { ...group, versions, types: types.rows };
};

/** The beginning of a statement with `isGranted`: the datasets are read once, however often it asks for them. */
const withGranted = (grant: Grant): RawBuilder<unknown> =>
  sql`with granted as materialized (${grantedDatasetIds(grant)})`;

/** Of all datasets each is looked up: there may be more of them than failures. */
const isGranted = (grant: Grant, alias = 't'): RawBuilder<unknown> => {
  const id = sql.ref(`${alias}.dataset_id`);
  return grant.of === 'all'
    ? sql`exists (select from datasets d where d.id = ${id})`
    : sql`(${id} in (select id from granted)) is true`;
};

const totalsOf = ({ grant, submittedBy, since }: FailureListQuery): RawBuilder<unknown> => sql`
  t.hour >= ${timeOf(since)}::timestamptz - interval '1 hour' and t.last_at >= ${timeOf(since)} and t.jobs > 0
  and ${isGranted(grant)} and ${submittedBy === undefined ? sql`true` : sql`t.submitted_by = ${submittedBy}`}`;

/** A column of them. For ids of resources the index is enough. */
const newestJobs = (
  { grant, submittedBy }: FailureListQuery,
  failure: RawBuilder<unknown>,
  column: 'resource_id' | 'resource_mime',
  limit: number,
): RawBuilder<unknown> => sql`(
  select n.${sql.ref(column)} from jobs n
  where n.failure = ${failure} and ${isGranted(grant, 'n')}
    and ${submittedBy === undefined ? sql`true` : sql`n.submitted_by = ${submittedBy}`}
  order by n.id desc limit ${limit})`;

interface GroupSelection {
  /** On `failure_totals t`. */
  readonly conditions: RawBuilder<unknown>;
  readonly limit: number;
}

/** Aggregated by dataset first: to count different datasets otherwise sorts all rows. */
const readGroups = async (
  db: Database,
  query: FailureListQuery,
  { conditions, limit }: GroupSelection,
  now: Instant,
): Promise<readonly GroupRow[]> => {
  const { rows } = await sql<GroupRow>`
    ${withGranted(query.grant)}, in_datasets as (
      select t.failure, t.dataset_id, sum(t.jobs) as jobs, min(t.first_at) as first_at, max(t.last_at) as last_at
      from failure_totals t where ${conditions} group by t.failure, t.dataset_id
    ), seen as materialized (
      select f.*, s.* from (
        select failure, sum(jobs)::integer as jobs, count(*)::integer as datasets,
          min(first_at) as first_at, max(last_at) as last_at
        from in_datasets group by failure
      ) s join failures f on f.id = s.failure
    ), chosen as (
      select * from seen order by known_at is not null, jobs desc, last_at desc limit ${limit}
    )
    select c.*, newest.last_job, left(j.error_message, ${MOST_TEXT}) as error_message, j.reason,
      files.count as files, hourly.hours,
      (select count(*)::integer from seen) as total,
      (select jsonb_object_agg(kind, jobs) from (
        select kind, sum(jobs) as jobs from seen where known_at is null group by kind) k) as counts,
      (select name from users where id = c.known_by) as known_by_name,
      (select name from users where id = c.note_by) as note_by_name
    from chosen c
    cross join lateral (
      select t.last_job from failure_totals t where t.failure = c.id and ${conditions}
      order by t.hour desc, t.last_at desc, t.last_job desc limit 1
    ) newest
    left join jobs j on j.id = newest.last_job
    cross join lateral (
      select coalesce(jsonb_object_agg(h.place, h.jobs), '{}') as hours from (
        select (extract(epoch from t.hour - ${timeOf(firstHour(now))}::timestamptz) / 3600)::integer as place,
          sum(t.jobs) as jobs
        from failure_totals t
        where t.failure = c.id and t.hour >= ${timeOf(firstHour(now))} and ${conditions} group by 1
      ) h
    ) hourly
    cross join lateral (
      select count(distinct n.resource_id)::integer as count
      from ${newestJobs(query, sql`c.id`, 'resource_id', JOBS_OF_A_GROUP)} n
    ) files
    order by c.known_at is not null, c.jobs desc, c.last_at desc`.execute(db);
  return rows;
};

const firstHour = (now: Instant): Instant => now - (now % HOUR_MS) - (HOURS_SHOWN - 1) * HOUR_MS;

interface GroupRow {
  readonly id: string;
  readonly kind: FailureKind;
  readonly extractor: string;
  readonly version: string | null;
  readonly fingerprint: string;
  readonly known_at: Date | null;
  readonly known_by: string | null;
  readonly known_by_name: string | null;
  readonly note: string | null;
  readonly note_at: Date | null;
  readonly note_by: string | null;
  readonly note_by_name: string | null;
  readonly jobs: number;
  readonly files: number;
  readonly datasets: number;
  readonly first_at: Date;
  readonly last_at: Date;
  readonly last_job: string | null;
  /** Jobs by place; hours without any are not in it. */
  readonly hours: Readonly<Record<number, number>>;
  readonly total: number;
  readonly counts: FailureList['counts'] | null;
  readonly error_message: string | null;
  readonly reason: string | null;
}

const rowToGroup = (row: GroupRow): FailureGroup => ({
  id: row.id,
  kind: row.kind,
  extractor: row.extractor,
  version: row.version,
  fingerprint: row.fingerprint,
  text: (row.kind === 'failed' ? (row.error_message ?? row.reason) : row.reason) ?? row.fingerprint,
  latestJobId: row.last_job,
  jobs: row.jobs,
  files: row.files,
  filesAreLeast: row.jobs > JOBS_OF_A_GROUP,
  datasets: row.datasets,
  hours: Array.from({ length: HOURS_SHOWN }, (_, place) => row.hours[place] ?? 0),
  firstAt: instantOf(row.first_at),
  lastAt: instantOf(row.last_at),
  ...reviewOf(row),
});

const reviewOf = (row: GroupRow): FailureReview => ({
  known: row.known_at && { at: instantOf(row.known_at), by: personOf(row.known_by, row.known_by_name) },
  note:
    row.note === null || row.note_at === null
      ? null
      : { text: row.note, at: instantOf(row.note_at), by: personOf(row.note_by, row.note_by_name) },
});

const personOf = (id: string | null, name: string | null) => (id === null ? null : { id, name: name ?? '' });

const readVersions = async (
  db: Database,
  query: FailureListQuery,
  { extractor, kind, fingerprint }: Pick<FailureGroup, 'extractor' | 'kind' | 'fingerprint'>,
): Promise<FailureDetails['versions']> => {
  const { rows } = await sql<{ id: string; version: string | null; jobs: number; last_at: Date }>`
    ${withGranted(query.grant)}
    select f.id, f.version, sum(t.jobs)::integer as jobs, max(t.last_at) as last_at
    from failures f join failure_totals t on t.failure = f.id
    where f.extractor = ${extractor} and f.kind = ${kind} and f.fingerprint = ${fingerprint} and ${totalsOf(query)}
    group by f.id, f.version order by max(t.last_at) desc`.execute(db);
  return rows.map(({ last_at, ...version }) => ({ ...version, lastAt: instantOf(last_at) }));
};

export interface FailureChange {
  readonly known?: boolean | undefined;
  /** Null removes it. */
  readonly note?: string | null | undefined;
}

/** False if there is no such failure. */
export const reviewFailure = async (
  trx: DatabaseTransaction,
  id: string,
  { known, note }: FailureChange,
  by: string,
  now: Instant,
): Promise<boolean> => {
  const at = timeOf(now);
  const changes = {
    ...(known === undefined
      ? {}
      : { known_at: known ? at : null, known_by: known ? existingUser(by) : null }),
    ...(note === undefined
      ? {}
      : {
          note: note === null ? null : storableText(note),
          note_at: note === null ? null : at,
          note_by: note === null ? null : existingUser(by),
        }),
  };
  const updated = await trx
    .updateTable('failures')
    .set(changes)
    .where('id', '=', storableText(id))
    .executeTakeFirst();
  return updated.numUpdatedRows > 0n;
};
