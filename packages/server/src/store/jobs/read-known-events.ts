import { sql, type Transaction } from 'kysely';
import type { TrackedJob } from '../../tracking/tracked-job.ts';
import type { Schema } from '../schema.ts';
import { timeOf } from './instant-column.ts';

/** How far the clocks of several servers may lie apart. */
const CLOCK_SKEW_MS = 86_400_000;

/** An event that a job may have been told of before. */
interface Told {
  readonly jobId: string;
  readonly id: string;
}

/** How a set names what it knows. */
export const toldName = ({ jobId, id }: Told): string => `${jobId}/${id}`;

/**
 * The names of those that are stored already. The jobs are locked, so none is being stored meanwhile. No event is
 * older than its job: that spares the partitions of earlier months.
 */
export const readKnownEvents = async (
  trx: Transaction<Schema>,
  jobs: readonly TrackedJob[],
  told: readonly Told[],
): Promise<Set<string>> => {
  const locked = new Set(jobs.map(({ facts }) => facts.id));
  const pairs = told.filter(({ jobId }) => locked.has(jobId));
  if (pairs.length === 0) return new Set();
  const oldest = Math.min(...jobs.map(({ progress }) => progress.submittedAt));
  // The limit keeps it to one look into the index for each pair: a join would be planned by what the table held when
  // it was last analyzed, and may read all of it.
  const { rows } = await sql<{ job_id: string; id: string }>`
    select said.job_id, said.id
    from unnest(${pairs.map(({ jobId }) => jobId)}::uuid[], ${pairs.map(({ id }) => id)}::uuid[])
      as said (job_id, id)
    cross join lateral (
      select from job_events e
      where e.job_id = said.job_id and e.id = said.id and e.received_at >= ${timeOf(oldest - CLOCK_SKEW_MS)}
      limit 1
    ) known`.execute(trx);
  return new Set(rows.map((row) => toldName({ jobId: row.job_id, id: row.id })));
};
