import { sql } from 'kysely';
import { validate } from 'uuid';
import type { Job, Resource } from '../../model/job.ts';
import type { DatabaseTransaction } from '../database.ts';
import type { AttemptRow } from './attempt-row.ts';
import { type JobRow, rowToJob } from './job-row.ts';

/** Ids come from outside: one that is no UUID names no job. */
export const lockJob = async (trx: DatabaseTransaction, id: string): Promise<Job | undefined> =>
  validate(id) ? (await lockJobs(trx, [id]))[0] : undefined;

/** Locks jobs for change, in the order of their ids like every lock of several jobs, so that no two can deadlock. */
export const lockJobs = async (trx: DatabaseTransaction, ids: readonly string[]): Promise<Job[]> => {
  const { rows } = await sql<JobRow>`
    select * from jobs where id = any(${ids}::uuid[]) order by id for update`.execute(trx);
  return withAttempts(trx, rows);
};

/** Locks jobs for change, and leaves out those that another transaction has locked. */
export const lockUnlockedJobs = async (trx: DatabaseTransaction, ids: readonly string[]): Promise<Job[]> => {
  const { rows } = await sql<JobRow>`
    select * from jobs where id = any(${ids}::uuid[]) order by id for update skip locked`.execute(trx);
  return withAttempts(trx, rows);
};

/** Locks the jobs on a file that have not ended; for a dataset those on its files too. In the order of their ids. */
export const lockOpenJobs = async (
  trx: DatabaseTransaction,
  { type, id }: Pick<Resource, 'type' | 'id'>,
): Promise<Job[]> => {
  const column = type === 'file' ? sql`resource_id` : sql`dataset_id`;
  const { rows } = await sql<JobRow>`
    select * from jobs where ${column} = ${id}::uuid and finished_at is null order by id for update`.execute(
    trx,
  );
  return withAttempts(trx, rows);
};

/** Locks the jobs on any of these files that have not ended, in the order of their ids. */
export const lockOpenJobsOnFiles = async (
  trx: DatabaseTransaction,
  fileIds: readonly string[],
): Promise<Job[]> => {
  const { rows } = await sql<JobRow>`
    select * from jobs where resource_id = any(${fileIds}::uuid[]) and finished_at is null
    order by id for update`.execute(trx);
  return withAttempts(trx, rows);
};

/** Jobs of locked rows. */
export const withAttempts = async (trx: DatabaseTransaction, rows: readonly JobRow[]): Promise<Job[]> => {
  if (rows.length === 0) return [];
  const attempts = await readAttempts(
    trx,
    rows.map((row) => row.id),
  );
  return rows.map((row) => rowToJob(row, attempts.get(row.id) ?? []));
};

/**
 * A second statement, after the lock: read in the same statement, the attempts could be older than the locked rows.
 */
const readAttempts = async (
  trx: DatabaseTransaction,
  ids: readonly string[],
): Promise<Map<string, AttemptRow[]>> => {
  const { rows } = await sql<AttemptRow>`
    select * from job_attempts where job_id = any(${ids}::uuid[]) order by job_id, number`.execute(trx);
  const byJob = new Map<string, AttemptRow[]>();
  for (const row of rows) byJob.set(row.job_id, [...(byJob.get(row.job_id) ?? []), row]);
  return byJob;
};
