import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import type { Counts, FoundOutcome } from '../../model/notification.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { timeOf } from '../instant-column.ts';
import type { WatchedJob } from './watches.ts';

const TOLD_SEQ = 'watches_told_seq';

/** Up to which event people were told. */
export const readToldSeq = async (trx: DatabaseTransaction): Promise<number> => {
  const stored = await trx
    .selectFrom('instance_settings')
    .select('value')
    .where('name', '=', TOLD_SEQ)
    .executeTakeFirst();
  return Number(stored?.value ?? 0);
};

export const writeToldSeq = async (trx: DatabaseTransaction, seq: number): Promise<void> => {
  const value = String(seq);
  await trx
    .insertInto('instance_settings')
    .values({ name: TOLD_SEQ, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
};

/** What is found of a job `j`: how it ended, or that it stalls. Null if neither. */
const OUTCOME = sql`case when j.finished_at is not null then j.state when j.flags @> '{stalled}' then 'STALLED' end`;

/** The next jobs in the order of their last events. Events are not read: no index has them by their numbers. */
export interface ChangedPage {
  /** The number of the last event on the page; undefined: nothing has changed. */
  readonly upTo: number | undefined;
  readonly isLast: boolean;
}

export const readChangedPage = async (
  trx: DatabaseTransaction,
  after: number,
  size: number,
): Promise<ChangedPage> => {
  const { rows } = await sql<{ last_seq: number }>`
    select last_seq from jobs where last_seq > ${after} order by last_seq limit ${size + 1}`.execute(trx);
  return { upTo: rows.slice(0, size).at(-1)?.last_seq, isLast: rows.length <= size };
};

/** A job to which a notification leads. */
export interface NamedJob {
  readonly jobId: string;
  /** The error, or the reason for where it is. */
  readonly reason: string | null;
}

/** Something that was found of a watched job and not told before. */
export interface Found extends NamedJob {
  readonly watchId: string;
  readonly outcome: FoundOutcome;
  readonly datasetId: string | null;
}

/** Jobs that ended longer ago are told of no more: what was told of them is deleted in time. */
const NEWS_FOR_MS = 30 * 24 * 60 * 60 * 1_000;

const REASON = sql`
  left(case when j.finished_at is null then j.reason else coalesce(j.error_message, j.reason) end, 300)`;

/**
 * Records what is found of the watched jobs on a page, and answers with what was not recorded before. Of datasets and
 * extractors only what happened since the watch was made and what its person wants to be told of.
 */
export const recordFound = async (
  trx: DatabaseTransaction,
  { after, upTo }: { readonly after: number; readonly upTo: number },
  now: Instant,
): Promise<Found[]> => {
  const at = timeOf(now);
  const { rows } = await sql<Found>`
    with changed as materialized (
      select j.id, j.dataset_id, j.extractor, ${OUTCOME} as outcome,
        coalesce(j.finished_at, j.last_event_at) as happened_at,
        ${REASON} as reason
      from jobs j
      where j.last_seq > ${after} and j.last_seq <= ${upTo}
        and (j.finished_at is not null or j.flags @> '{stalled}')
    ), by_rule as (
      select w.id as watch_id, w.outcomes, w.created_at, c.id, c.outcome, c.happened_at
      from changed c join watches w
        on w.subject_type = 'dataset' and w.subject = c.dataset_id::text and w.ended_at is null
      union all
      select w.id, w.outcomes, w.created_at, c.id, c.outcome, c.happened_at
      from changed c join watches w
        on w.subject_type = 'extractor' and w.subject = c.extractor and w.ended_at is null
    ), found as (
      select watch_id, id, outcome from by_rule
      where happened_at >= greatest(created_at, ${timeOf(now - NEWS_FOR_MS)}::timestamptz) and (
        'done' = any(outcomes)
        or (outcome in ('FAILED', 'LOST') and 'failed' = any(outcomes))
        or (outcome = 'STALLED' and 'stuck' = any(outcomes)))
      union all
      select w.id, c.id, c.outcome
      from changed c join watched_jobs k on k.job_id = c.id
      join watches w on w.id = k.watch_id and w.ended_at is null and w.subject_type in ('job', 'jobs')
    ), recorded as (
      insert into watched_jobs as k (watch_id, job_id, outcome, recorded_at)
      select watch_id, id, outcome, ${at}::timestamptz from found
      on conflict (watch_id, job_id) do update set outcome = excluded.outcome, recorded_at = excluded.recorded_at
        where k.outcome is distinct from excluded.outcome
      returning watch_id, job_id, outcome
    )
    select r.watch_id as "watchId", r.job_id as "jobId", r.outcome, c.dataset_id as "datasetId", c.reason
    from recorded r join changed c on c.id = r.job_id order by r.job_id`.execute(trx);
  return rows;
};

/** Jobs that their person no longer sees are watched no more. */
export const dropWatchedJobs = async (
  trx: DatabaseTransaction,
  watchId: string,
  jobIds: readonly string[],
): Promise<void> => {
  if (jobIds.length === 0) return;
  await sql`delete from watched_jobs where watch_id = ${watchId}::uuid and job_id = any(${jobIds}::uuid[])`.execute(
    trx,
  );
};

/** All that was found under a watch. */
export const countFound = async (trx: DatabaseTransaction, watchId: string): Promise<Counts> => {
  const { rows } = await sql<{ outcome: FoundOutcome; jobs: number }>`
    select outcome, count(*)::integer as jobs from watched_jobs
    where watch_id = ${watchId}::uuid and outcome is not null group by outcome`.execute(trx);
  return Object.fromEntries(rows.map(({ outcome, jobs }) => [outcome, jobs]));
};

/** Some of what was found under a watch, failures first. */
export const readNamedJobs = async (
  trx: DatabaseTransaction,
  watchId: string,
  limit: number,
): Promise<NamedJob[]> => {
  const { rows } = await sql<NamedJob>`
    select j.id as "jobId", ${REASON} as reason
    from watched_jobs k join jobs j on j.id = k.job_id where k.watch_id = ${watchId}::uuid and k.outcome is not null
    order by k.outcome in ('FAILED', 'LOST') desc, j.id limit ${limit}`.execute(trx);
  return rows;
};

/**
 * The watches of which no job is left that has not ended: those that end by themselves, and the others where something is
 * pending. Only right once all changes were recorded. Those of operations are not among them.
 */
export const readOverWatches = async (trx: DatabaseTransaction): Promise<ReadonlySet<string>> => {
  const { rows } = await sql<{ id: string }>`
    select w.id from watches w
    where w.ended_at is null and case w.subject_type
      when 'dataset' then
        w.pending <> '{}' and not exists (select from jobs where dataset_id = w.subject::uuid and finished_at is null)
      when 'extractor' then
        w.pending <> '{}' and not exists (select from jobs where extractor = w.subject and finished_at is null)
      when 'operation' then false
      else not exists (
        select from watched_jobs where watch_id = w.id and (outcome is null or outcome = 'STALLED'))
    end`.execute(trx);
  return new Set(rows.map(({ id }) => id));
};

interface JobToWatch extends WatchedJob {
  readonly datasetId: string | null;
  /** "word-count on soil.csv" */
  readonly name: string;
}

/** Jobs as they are now. Ids of no job are left out. */
export const readJobsToWatch = async (db: Database, ids: readonly string[]): Promise<JobToWatch[]> => {
  const { rows } = await sql<JobToWatch>`
    select j.id, j.dataset_id as "datasetId", ${OUTCOME} as outcome, j.extractor || ' on ' || j.resource_name as name
    from jobs j where j.id = any(${ids}::uuid[])`.execute(db);
  return rows;
};
