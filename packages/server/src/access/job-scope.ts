import { createBatchQueue } from '@pawprint/async';
import type { Instant, JobState } from '@pawprint/core';
import { sql } from 'kysely';
import { validate } from 'uuid';
import { type Database, PREPARED } from '../store/database.ts';
import { instantOrNull } from '../store/instant-column.ts';

/** What the credential of a job is valid for: the job's dataset. */
interface JobScope {
  /** A cancelled job reads nothing. In every other state its message may come again, and is then to run like new. */
  readonly isCancelled: boolean;
  /** Null once the dataset is deleted. */
  readonly datasetId: string | null;
  /** Set if the last attempt was given back within a second: before this time nothing is answered to the next one. */
  readonly retryAt: Instant | null;
}

export type FindJobScope = (jobId: string) => Promise<JobScope | undefined>;

/** Requests that come while the database is asked are answered together by the next statement: many report at once. */
export const findJobScope = (db: Database): FindJobScope => {
  const enqueue = createBatchQueue<string, JobScope | undefined>({
    most: MOST_JOBS,
    sizeOf: () => 1,
    run: (ids) => readScopes(db, ids),
  });
  return async (jobId) => (validate(jobId) ? (await enqueue([jobId.toLowerCase()]))[0] : undefined);
};

const MOST_JOBS = 500;

/** One for each id. */
const readScopes = async (
  db: Database,
  jobIds: readonly string[],
): Promise<readonly (JobScope | undefined)[]> => {
  const { rows } = await sql<ScopeRow>`${PREPARED}
    select id, (select id from datasets where id = dataset_id) as dataset_id, state, (
      select a.ended_at + interval '1 second'
      from (select * from job_attempts where job_id = j.id and ended_at is not null order by number desc limit 1) a
      where a.outcome = 'RESUBMITTED' and a.ended_at - a.started_at < interval '1 second'
    ) as retry_at
    from jobs j where id = any(${[...new Set(jobIds)]}::uuid[])`.execute(db);
  const byId = new Map(rows.map((row) => [row.id, rowToScope(row)]));
  return jobIds.map((id) => byId.get(id));
};

const rowToScope = ({ state, dataset_id, retry_at }: ScopeRow): JobScope => ({
  isCancelled: state === 'CANCELLED',
  datasetId: dataset_id,
  retryAt: instantOrNull(retry_at),
});

interface ScopeRow {
  readonly id: string;
  readonly dataset_id: string | null;
  readonly state: JobState;
  readonly retry_at: Date | null;
}
