import type { Database } from '../store/database.ts';

/** What a job credential is worth at the moment: it reaches as far as its job's dataset, for as long as the job is open. */
export interface JobStanding {
  readonly open: boolean;
  /** Null once the dataset is gone. */
  readonly datasetId: string | null;
}

export type FindJobStanding = (jobId: string) => Promise<JobStanding | undefined>;

export const findJobStanding =
  (db: Database): FindJobStanding =>
  async (jobId) => {
    const row = await db
      .selectFrom('jobs')
      .select(['dataset_id', 'finished_at'])
      .where('id', '=', jobId)
      .executeTakeFirst();
    return row && { open: row.finished_at === null, datasetId: row.dataset_id };
  };
