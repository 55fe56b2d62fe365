import type { Instant } from '@pawprint/core';
import { sql, type Transaction } from 'kysely';
import type { TrackedJob } from '../../tracking/tracked-job.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../schema.ts';
import { instantOrNull, timeOf } from './instant-column.ts';
import type { JobRow } from './job-row.ts';
import { withAttempts } from './lock-jobs.ts';

/** The next job an instance of this extractor may have: two who ask at once never get the same one. */
export const lockClaimableJob = async (
  trx: Transaction<Schema>,
  extractor: string,
  now: Instant,
): Promise<TrackedJob | undefined> => {
  const { rows } = await sql<JobRow>`
    select jobs.* from jobs
    where extractor = ${extractor} and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED')
      and lane is distinct from 'rabbitmq' and available_at <= ${timeOf(now)}
      and exists (select from extractors where name = ${extractor} and enabled)
    order by priority desc, id
    limit 1
    for update of jobs skip locked`.execute(trx);
  return (await withAttempts(trx, rows))[0];
};

/** When the next job that was put off comes due; null where none was. */
export const nextAvailableAt = async (
  db: Database,
  extractor: string,
  now: Instant,
): Promise<Instant | null> => {
  const { rows } = await sql<{ at: Date | null }>`
    select min(available_at) as at from jobs
    where extractor = ${extractor} and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED')
      and lane is distinct from 'rabbitmq' and available_at > ${timeOf(now)}`.execute(db);
  return instantOrNull(rows[0]?.at ?? null);
};
