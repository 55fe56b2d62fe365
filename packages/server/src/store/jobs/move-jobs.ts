import { sql } from 'kysely';
import type { FileRef } from '../../model/file.ts';
import { ADVISORY_LOCKS } from '../advisory-locks.ts';
import type { Database, DatabaseTransaction } from '../database.ts';

/** A file, and whether one of its jobs has not ended. */
export interface MovableFile extends FileRef {
  readonly hasOpenJob: boolean;
}

/**
 * Locks files of a dataset with their jobs, so that neither changes until the transaction ends and no job is submitted on
 * them. Jobs first, as whoever stores an output does. Ids of files that are not in the dataset are left out.
 */
export const lockFilesToMove = async (
  trx: DatabaseTransaction,
  datasetId: string,
  ids: readonly string[],
): Promise<MovableFile[]> => {
  const jobs = await sql<{ id: string }>`
    select id from jobs where resource_id = any(${ids}::uuid[]) order by id for update`.execute(trx);
  const locked = jobs.rows.map(({ id }) => id);
  await sql`select from files where id = any(${ids}::uuid[]) order by id for update`.execute(trx);
  // A later statement: it sees jobs that were submitted while this transaction waited for the files.
  const { rows } = await sql<MovableFile>`
    select id, name, mime, size_bytes as "sizeBytes", exists (
      select from jobs where resource_id = files.id and (finished_at is null or id <> all(${locked}::uuid[]))
    ) as "hasOpenJob"
    from files where id = any(${ids}::uuid[]) and dataset_id = ${datasetId}::uuid order by id`.execute(trx);
  return rows;
};

/**
 * Puts locked files into another dataset, with their jobs, and keeps the totals and latest states of both datasets right. It takes the lock
 * under which totals are kept, so it comes last in a transaction.
 */
export const moveFilesWithJobs = async (
  trx: DatabaseTransaction,
  fileIds: readonly string[],
  to: string,
): Promise<void> => {
  await sql`update files set dataset_id = ${to}::uuid where id = any(${fileIds}::uuid[])`.execute(trx);
  await sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.eventNumbers})`.execute(trx);
  await sql`
    with moved as materialized (
      select id, dataset_id, resource_id, extractor, state, failure, submitted_by, coalesce(finished_at, last_event_at) as at
      from jobs where resource_id = any(${fileIds}::uuid[]) and dataset_id <> ${to}::uuid
    ), changes as (
      select dataset_id, -1 as change, moved.* from moved
      union all select ${to}::uuid, 1, moved.* from moved
    ), written_totals as (
      insert into job_totals as kept (dataset_id, extractor, state, jobs)
      select c.place, extractor, state, sum(change) from changes c (place, change) group by 1, 2, 3
      on conflict (dataset_id, extractor, state) do update set jobs = kept.jobs + excluded.jobs
    ), written_failures as (
      insert into failure_totals as kept
        (hour, dataset_id, failure, submitted_by, jobs, first_at, last_at, last_job)
      select date_trunc('hour', at, 'UTC'), c.place, failure, coalesce(submitted_by, ''), sum(change), min(at), max(at),
        (array_agg(id order by at desc, id desc) filter (where change > 0))[1]
      from changes c (place, change) where failure is not null group by 1, 2, 3, 4
      on conflict (hour, dataset_id, failure, submitted_by) do update set
        jobs = kept.jobs + excluded.jobs,
        first_at = least(kept.first_at, excluded.first_at),
        last_at = greatest(kept.last_at, excluded.last_at),
        last_job = coalesce(excluded.last_job, kept.last_job)
    ), written_latest_states as (
      update latest_states set dataset_id = ${to}::uuid
      where (dataset_id, file_id) in (select dataset_id, resource_id from moved)
    )
    update jobs set dataset_id = ${to}::uuid where id in (select id from moved)`.execute(trx);
};

/** The files that an operation has moved into a dataset, and that are still there, in the order of their ids. */
export const readMovedFileIds = async (
  db: Database,
  operationId: string,
  datasetId: string,
): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select f.id from operations o
    join operation_subjects s on s.operation_id = o.id and s.position <= o.done and s.failure is null
    join files f on f.id = s.subject_id
    where o.id = ${operationId}::uuid and f.dataset_id = ${datasetId}::uuid order by f.id`.execute(db);
  return rows.map(({ id }) => id);
};

/** Which of these files have a job that has not ended. */
export const readOpenFileIds = async (db: Database, fileIds: readonly string[]): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select distinct resource_id as id from jobs
    where resource_id = any(${fileIds}::uuid[]) and finished_at is null`.execute(db);
  return rows.map(({ id }) => id);
};
