import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import type { Grant } from '../../model/grant.ts';
import type { AttemptLease, Job } from '../../model/job.ts';
import { type Database, type DatabaseTransaction, PREPARED } from '../database.ts';
import { instantOrNull, timeOf } from '../instant-column.ts';
import { allOf, grantConditions } from './job-filter.ts';
import type { JobRow } from './job-row.ts';
import { withAttempts } from './lock-jobs.ts';

/** The next job that an instance of this extractor can claim. Two that ask at once never get the same one. */
export const lockClaimableJob = async (
  trx: DatabaseTransaction,
  { extractor, grant }: { readonly extractor: string; readonly grant: Grant },
  now: Instant,
): Promise<Job | undefined> => {
  const { rows } = await sql<JobRow>`
    select jobs.* from jobs
    where extractor = ${extractor} and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED')
      and lane is distinct from 'rabbitmq' and available_at <= ${timeOf(now)}
      and exists (select from extractors where name = ${extractor} and enabled and dispatch_paused_at is null)
      and ${allOf(grantConditions(grant))}
    order by priority desc, id
    limit 1
    for update of jobs skip locked`.execute(trx);
  return (await withAttempts(trx, rows))[0];
};

/** A job of an extractor that is switched off or paused is asked for again after this time. */
const RETRY_HELD_MS = 1_000;

/**
 * When it is worth to ask for a job again: when the next delayed one can be claimed, or soon, where the extractor is
 * switched off or paused. Null if only a new job can be claimed.
 */
export const nextAvailableAt = async (
  db: Database,
  extractor: string,
  now: Instant,
): Promise<Instant | null> => {
  const { rows } = await sql<{ at: Date | null }>`
    select least(
      (select min(available_at) from jobs
        where extractor = ${extractor} and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED')
          and lane is distinct from 'rabbitmq' and available_at > ${timeOf(now)}),
      (select ${timeOf(now + RETRY_HELD_MS)}::timestamptz from extractors
        where name = ${extractor} and not (enabled and dispatch_paused_at is null))
    ) as at`.execute(db);
  return instantOrNull(rows[0]?.at ?? null);
};

/** The caller must have locked the jobs, so that their attempts are not given up meanwhile. */
export const renewLeases = async (
  trx: DatabaseTransaction,
  leases: readonly AttemptLease[],
): Promise<void> => {
  if (leases.length === 0) return;
  await sql`${PREPARED}
    update job_attempts set lease_expires_at = renewed.expires_at
    from unnest(
      ${leases.map(({ id }) => id)}::uuid[],
      ${leases.map(({ expiresAt }) => timeOf(expiresAt))}::timestamptz[]
    ) as renewed (lease_id, expires_at)
    where job_attempts.lease_id = renewed.lease_id`.execute(trx);
};

/**
 * Called at start, since leases could not be renewed while no server ran: no lease ends before `until`. What another
 * transaction has locked is left to it: a server that answers is renewing that lease. Waiting for it could deadlock, since
 * it locks several attempts in the order of its reports.
 */
export const extendLeases = async (db: Database, until: Instant): Promise<void> => {
  await sql`
    update job_attempts set lease_expires_at = ${timeOf(until)}
    where (job_id, number) in (
      select job_id, number from job_attempts
      where outcome = 'RUNNING' and lease_expires_at < ${timeOf(until)} for update skip locked
    )`.execute(db);
};

/** The ids of jobs with a running attempt whose lease has expired, the longest expired first. */
export const readExpiredLeases = async (db: Database, now: Instant, limit: number): Promise<string[]> => {
  const { rows } = await sql<{ job_id: string }>`
    select job_id from job_attempts
    where outcome = 'RUNNING' and lease_expires_at <= ${timeOf(now)}
    order by lease_expires_at limit ${limit}`.execute(db);
  return rows.map((row) => row.job_id);
};
