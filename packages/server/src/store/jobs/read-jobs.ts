import type { Instant, JobFilter } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import { validate } from 'uuid';
import type { Caller } from '../../model/caller.ts';
import type { Grant } from '../../model/grant.ts';
import type { Job, JobFacts, JobView } from '../../model/job.ts';
import type { StoredOutput } from '../../model/output.ts';
import type { Database } from '../database.ts';
import { instantOf } from '../instant-column.ts';
import { allOf, filterConditions, grantConditions } from './job-filter.ts';
import { type JobViewRow, rowToJobView } from './job-row.ts';

/** Ids come from outside: one that is no UUID is the id of no job. */
export const readJob = async (db: Database, id: string): Promise<JobView | undefined> =>
  validate(id) ? (await readJobViews(db, sql`select * from jobs where id = ${id}::uuid`))[0] : undefined;

/** In any order. Ids of no job are left out. */
export const readJobsById = (db: Database, ids: readonly string[]): Promise<JobView[]> =>
  readJobViews(db, sql`select * from jobs where id = any(${ids}::uuid[])`);

/** Jobs with an event after `seq`, in the order of their last events. */
export const readChangedJobs = (db: Database, seq: number, limit: number): Promise<JobView[]> =>
  readJobViews(db, sql`select * from jobs where last_seq > ${seq} order by last_seq limit ${limit}`);

interface MissedJobs {
  readonly grant: Grant;
  readonly filter: JobFilter;
  readonly after: number;
  readonly upTo: number;
  readonly limit: number;
}

/** Jobs whose last event has a `seq` greater than `after` and up to `upTo`, if the filter selects them. */
export const readJobsSince = (
  db: Database,
  { grant, filter, after, upTo, limit }: MissedJobs,
  now: Instant,
): Promise<JobView[]> => {
  const missed = [sql`last_seq > ${after}`, sql`last_seq <= ${upTo}`];
  const conditions = allOf([...grantConditions(grant), ...filterConditions(filter, now), ...missed]);
  return readJobViews(db, sql`select * from jobs where ${conditions} order by last_seq limit ${limit}`);
};

/** The chain of a job that a change by this caller sets off: none for a person, else that of the caller's job and itself. */
export const readChain = async (db: Database, by: Caller): Promise<JobFacts['chain']> => {
  if (by.kind !== 'job') return [];
  const job = await db.selectFrom('jobs').select('chain').where('id', '=', by.jobId).executeTakeFirst();
  return [...(job?.chain ?? []), { jobId: by.jobId, extractor: by.extractor }];
};

/** The `seq` of the last event of all; 0 before the first one. */
export const newestSeq = async (db: Database): Promise<number> => {
  const { rows } = await sql<{ seq: number | null }>`select max(last_seq) as seq from jobs`.execute(db);
  return rows[0]?.seq ?? 0;
};

/** @param selection a statement that selects rows of `jobs`, in the order of the answer */
export const readJobViews = async (db: Database, selection: RawBuilder<unknown>): Promise<JobView[]> => {
  const { rows } = await sql<JobViewRow>`select ${JOB_VIEW} from (${selection}) j`.execute(db);
  return rows.map(rowToJobView);
};

/** The columns of a job `j` that a `JobView` is made of. */
export const JOB_VIEW = sql`
  j.*,
  (select coalesce(json_agg(a order by a.number), '[]') from job_attempts a where a.job_id = j.id) as attempts,
  (select name from users where id = j.submitted_by) as submitter_name,
  (select name from users where id = j.cancel_requested_by) as canceller_name`;

const MAX_OUTPUTS = 500;

/** What a job made, oldest first. Tags have no index by job: only those of its own resource are found. */
export const readJobOutputs = async (
  db: Database,
  { facts: { id, resource } }: Job,
): Promise<StoredOutput[]> => {
  const { rows } = await sql<OutputRow>`
    select * from (
      select 'metadata' as kind, id, '' as name, null as mime, octet_length(content::text)::bigint as size_bytes,
        null as sha256, file_id, dataset_id, attempt, created_at
      from metadata where job_id = ${id}::uuid
      union all
      select kind, id, title, mime, size_bytes, sha256, file_id, null, attempt, created_at
      from previews where job_id = ${id}::uuid
      union all
      select 'file', id, name, mime, size_bytes, sha256, id, null, made_by_attempt, created_at
      from files where made_by_job = ${id}::uuid
      union all
      select 'tag', id, tag, null, null, null, file_id, dataset_id, null, created_at
      from tags where job_id = ${id}::uuid and (file_id = ${resource.id}::uuid or dataset_id = ${resource.id}::uuid)
    ) made
    order by created_at, id limit ${MAX_OUTPUTS}`.execute(db);
  return rows.map(rowToOutput);
};

interface OutputRow extends Pick<StoredOutput, 'kind' | 'id' | 'name' | 'mime' | 'sha256' | 'attempt'> {
  readonly size_bytes: number | null;
  readonly file_id: string | null;
  readonly dataset_id: string | null;
  readonly created_at: Date;
}

const rowToOutput = ({ size_bytes, file_id, dataset_id, created_at, ...row }: OutputRow): StoredOutput => ({
  ...row,
  sizeBytes: size_bytes,
  resource: resourceOf(file_id, dataset_id),
  createdAt: instantOf(created_at),
});

const resourceOf = (fileId: string | null, datasetId: string | null): StoredOutput['resource'] => {
  if (fileId !== null) return { type: 'file', id: fileId };
  return datasetId === null ? null : { type: 'dataset', id: datasetId };
};
