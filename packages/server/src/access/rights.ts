import type { Instant, JobState } from '@pawprint/core';
import { sql } from 'kysely';
import type { Caller, JobCaller, UserCaller } from '../model/caller.ts';
import type { Database } from '../store/database.ts';
import { instantOrNull } from '../store/instant-column.ts';

/**
 * What a caller wants to do with a subject. `submit`: submit a job on it. `report`: report on a job. `claim`: get jobs of
 * an extractor. `operate`: manage the instance as a whole (queues, quarantine, which extractors are enabled).
 */
export type Right =
  | 'see'
  | 'create'
  | 'change'
  | 'delete'
  | 'submit'
  | 'cancel'
  | 'report'
  | 'claim'
  | 'operate';

/** Files, sections, metadata, previews and tags have the rights of their dataset; lists and new datasets are of `instance`. */
export type Subject =
  | { readonly type: 'dataset'; readonly id: string }
  | { readonly type: 'collection'; readonly id: string }
  | { readonly type: 'job'; readonly id: string }
  | { readonly type: 'extractor'; readonly name: string }
  | { readonly type: 'instance' };

export type HasRight = (caller: Caller, right: Right, subject: Subject) => Promise<boolean>;

/** A preview is uploaded before it is attached to anything. */
const isUnattachedUpload = (right: Right, subject: Subject): boolean =>
  right === 'create' && subject.type === 'instance';

/** For now people have every right but `operate`, which is for administrators. */
const userHasRight = ({ role }: UserCaller, right: Right): boolean => right !== 'operate' || role === 'admin';

const jobHasRight = async (
  findScope: FindJobScope,
  job: JobCaller,
  right: Right,
  subject: Subject,
): Promise<boolean> => {
  if (subject.type === 'job') return subject.id === job.jobId && (right === 'see' || right === 'report');
  if (subject.type !== 'dataset') return isUnattachedUpload(right, subject);
  if (right !== 'see' && right !== 'change' && right !== 'submit') return false;
  return (await findScope(job.jobId))?.datasetId === subject.id;
};

/**
 * The one place that decides on rights. A job has the rights to see and change its dataset, to submit jobs on it, and to
 * see and report on itself. That the job was not cancelled is checked elsewhere: for reading in `http/guards.ts`, for outputs
 * by `admitOutput`, which records a refused output in the job's log.
 */
export const createHasRight =
  (findScope: FindJobScope): HasRight =>
  async (caller, right, subject) =>
    caller.kind === 'user' ? userHasRight(caller, right) : jobHasRight(findScope, caller, right, subject);

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

export const findJobScope =
  (db: Database): FindJobScope =>
  async (jobId) => {
    const { rows } = await sql<ScopeRow>`
      select dataset_id, state, (
        select a.ended_at + interval '1 second'
        from (select * from job_attempts where job_id = j.id and ended_at is not null order by number desc limit 1) a
        where a.outcome = 'RESUBMITTED' and a.ended_at - a.started_at < interval '1 second'
      ) as retry_at
      from jobs j where id = ${jobId}::uuid`.execute(db);
    const [row] = rows;
    return (
      row && {
        isCancelled: row.state === 'CANCELLED',
        datasetId: row.dataset_id,
        retryAt: instantOrNull(row.retry_at),
      }
    );
  };

interface ScopeRow {
  readonly dataset_id: string | null;
  readonly state: JobState;
  readonly retry_at: Date | null;
}
