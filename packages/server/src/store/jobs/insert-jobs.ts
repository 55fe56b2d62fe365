import type { Transaction } from 'kysely';
import type { TrackedJob } from '../../tracking/tracked-job.ts';
import { existingUser } from '../data/existing-user.ts';
import type { Schema } from '../schema.ts';
import { timeOf } from './instant-column.ts';
import { factsToRow, progressToRow } from './job-row.ts';

/** New jobs, before any event: `append-events` numbers them in the same transaction. */
export const insertJobs = async (trx: Transaction<Schema>, jobs: readonly TrackedJob[]): Promise<void> => {
  const rows = jobs.map(({ facts, progress }) => ({
    ...factsToRow(facts),
    ...progressToRow(progress),
    submitted_by: existingUser(facts.submittedBy),
    available_at: timeOf(progress.submittedAt),
    last_seq: 0,
  }));
  await trx.insertInto('jobs').values(rows).execute();
};
