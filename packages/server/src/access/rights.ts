import type { Caller, JobCaller, UserCaller } from '../model/caller.ts';
import type { Database } from '../store/database.ts';

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
 * see and report on itself. That the job is still open is checked elsewhere: for reading in `http/guards.ts`, for outputs
 * by `admitOutput`, which records a refused output in the job's log.
 */
export const createHasRight =
  (findScope: FindJobScope): HasRight =>
  async (caller, right, subject) =>
    caller.kind === 'user' ? userHasRight(caller, right) : jobHasRight(findScope, caller, right, subject);

/** What a job credential is valid for: its job's dataset, while the job is open. */
interface JobScope {
  readonly open: boolean;
  /** Null once the dataset is deleted. */
  readonly datasetId: string | null;
}

export type FindJobScope = (jobId: string) => Promise<JobScope | undefined>;

export const findJobScope =
  (db: Database): FindJobScope =>
  async (jobId) => {
    const row = await db
      .selectFrom('jobs')
      .select(['dataset_id', 'finished_at', 'replayed_at', 'state', 'lane'])
      .where('id', '=', jobId)
      .executeTakeFirst();
    if (row === undefined) return undefined;
    const { finished_at: finishedAt, replayed_at: replayedAt } = row;
    const isReplayed = finishedAt !== null && replayedAt !== null && replayedAt >= finishedAt;
    // A report on it would set it running again, and one may be on its way.
    const isRevivable = row.state === 'LOST' && row.lane === 'rabbitmq';
    return { open: finishedAt === null || isReplayed || isRevivable, datasetId: row.dataset_id };
  };
