import type { Transaction } from 'kysely';
import type { TrackedJob } from '../../tracking/tracked-job.ts';
import { existingUser } from '../data/existing-user.ts';
import type { Schema } from '../schema.ts';
import { timeOf } from './instant-column.ts';
import { factsToRow, progressToRow } from './job-row.ts';

/** PostgreSQL takes 65,535 values in a statement, and a job has about forty. */
const MOST_AT_ONCE = 1_000;

/** New jobs, before any event: `append-events` numbers them in the same transaction. */
export const insertJobs = async (trx: Transaction<Schema>, jobs: readonly TrackedJob[]): Promise<void> => {
  const rows = jobs.map(({ facts, progress, lane }) => ({
    ...factsToRow(facts),
    ...progressToRow(progress),
    submitted_by: existingUser(facts.submittedBy),
    available_at: timeOf(progress.submittedAt),
    last_seq: 0,
    lane,
  }));
  for (let done = 0; done < rows.length; done += MOST_AT_ONCE)
    await trx
      .insertInto('jobs')
      .values(rows.slice(done, done + MOST_AT_ONCE))
      .execute();
};
