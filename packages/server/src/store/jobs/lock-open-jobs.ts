import { sql, type Transaction } from 'kysely';
import type { Resource, TrackedJob } from '../../tracking/tracked-job.ts';
import type { Schema } from '../schema.ts';
import type { JobRow } from './job-row.ts';
import { withAttempts } from './lock-jobs.ts';

/** The jobs on a file that have not ended; on a dataset, those on its files too. In the order in which all locks are taken. */
export const lockOpenJobs = async (
  trx: Transaction<Schema>,
  { type, id }: Pick<Resource, 'type' | 'id'>,
): Promise<TrackedJob[]> => {
  const column = type === 'file' ? sql`resource_id` : sql`dataset_id`;
  const { rows } = await sql<JobRow>`
    select * from jobs where ${column} = ${id}::uuid and finished_at is null order by id for update`.execute(
    trx,
  );
  return withAttempts(trx, rows);
};
