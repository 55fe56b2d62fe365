import type { Caller, JobCaller, UserCaller } from '../model/caller.ts';
import type { Database } from '../store/database.ts';

/**
 * What can be done to something. `submit`: ask for a job on it. `report`: say how a job goes. `claim`: take jobs.
 * `operate`: what concerns the instance as a whole (queues, quarantine, which extractors are on).
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

/** Files, sections, metadata, previews and tags inherit from their dataset; `instance` is for what has none (lists, new ones). */
export type Subject =
  | { readonly type: 'dataset'; readonly id: string }
  | { readonly type: 'collection'; readonly id: string }
  | { readonly type: 'job'; readonly id: string }
  | { readonly type: 'extractor'; readonly name: string }
  | { readonly type: 'instance' };

export type HasRight = (caller: Caller, act: Right, subject: Subject) => Promise<boolean>;

/** A preview is uploaded before anybody knows what it belongs to. */
const isLooseUpload = (act: Right, subject: Subject): boolean =>
  act === 'create' && subject.type === 'instance';

/** People may do everything for now, but for what is an administrator's. */
const userHasRight = ({ role }: UserCaller, act: Right): boolean => act !== 'operate' || role === 'admin';

const jobHasRight = async (
  findScope: FindJobScope,
  job: JobCaller,
  act: Right,
  subject: Subject,
): Promise<boolean> => {
  if (subject.type === 'job') return subject.id === job.jobId && (act === 'see' || act === 'report');
  if (subject.type !== 'dataset') return isLooseUpload(act, subject);
  if (act !== 'see' && act !== 'change' && act !== 'submit') return false;
  return (await findScope(job.jobId))?.datasetId === subject.id;
};

/**
 * The one place that says who may do what. A job may look at its dataset, add to it, have others work on it, and
 * report on itself; that its job is still open is asked where it reads (`guards/job-reach.ts`) and where its
 * outputs are stored (`admitOutput`), because a refused output is noted in the job's log.
 */
export const createHasRight =
  (findScope: FindJobScope): HasRight =>
  async (caller, act, subject) =>
    caller.kind === 'user' ? userHasRight(caller, act) : jobHasRight(findScope, caller, act, subject);

/** What a job credential is worth at the moment: it reaches as far as its job's dataset, for as long as the job is open. */
interface JobScope {
  readonly open: boolean;
  /** Null once the dataset is gone. */
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
    // Any word of it revives it, and that word may be on its way.
    const isRevivable = row.state === 'LOST' && row.lane === 'rabbitmq';
    return { open: finishedAt === null || isReplayed || isRevivable, datasetId: row.dataset_id };
  };
