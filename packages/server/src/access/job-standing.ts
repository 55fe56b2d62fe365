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
