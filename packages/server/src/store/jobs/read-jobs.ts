import { type RawBuilder, sql } from 'kysely';
import { validate } from 'uuid';
import type { Database } from '../database.ts';
import { type JobView, type JobViewRow, rowToJobView } from './job-view.ts';

/** All of a job `j` that is shown. */
export const JOB_VIEW = sql`
  j.*,
  (select coalesce(json_agg(a order by a.number), '[]') from job_attempts a where a.job_id = j.id) as attempts,
  (select name from users where id = j.submitted_by) as submitter_name,
  (select name from users where id = j.cancel_requested_by) as canceller_name`;

/** @param picked a statement that gives rows of `jobs`, in the order wanted */
export const readJobViews = async (db: Database, picked: RawBuilder<unknown>): Promise<JobView[]> => {
  const { rows } = await sql<JobViewRow>`select ${JOB_VIEW} from (${picked}) j`.execute(db);
  return rows.map(rowToJobView);
};

/** Ids come from outside: one that is no UUID names no job. */
export const readJob = async (db: Database, id: string): Promise<JobView | undefined> =>
  validate(id) ? (await readJobViews(db, sql`select * from jobs where id = ${id}::uuid`))[0] : undefined;

/** Jobs that something happened to after `seq`, in the order in which it happened. */
export const readChangedJobs = (db: Database, seq: number, limit: number): Promise<JobView[]> =>
  readJobViews(db, sql`select * from jobs where last_seq > ${seq} order by last_seq limit ${limit}`);
