import type { Instant } from '@pawprint/core';
import { sql, type Transaction } from 'kysely';
import type { AttemptLease } from '../../tracking/tracked-job.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../schema.ts';
import { timeOf } from './instant-column.ts';

/** Their jobs are locked by whoever renews, and so their attempts cannot be given up meanwhile. */
export const renewLeases = async (
  trx: Transaction<Schema>,
  leases: readonly AttemptLease[],
): Promise<void> => {
  if (leases.length === 0) return;
  await sql`
    update job_attempts set lease_expires_at = renewed.expires_at
    from unnest(
      ${leases.map(({ id }) => id)}::uuid[],
      ${leases.map(({ expiresAt }) => timeOf(expiresAt))}::timestamptz[]
    ) as renewed (lease_id, expires_at)
    where job_attempts.lease_id = renewed.lease_id`.execute(trx);
};

/** Nobody could renew while no server was there to hear it: every open attempt has its lease until `until` at least. */
export const extendLeases = async (db: Database, until: Instant): Promise<void> => {
  await sql`
    update job_attempts set lease_expires_at = ${timeOf(until)}
    where outcome = 'RUNNING' and lease_expires_at < ${timeOf(until)}`.execute(db);
};

/** Jobs with an open attempt whose lease has run out, those waiting longest first. */
export const readExpiredLeases = async (db: Database, now: Instant, limit: number): Promise<string[]> => {
  const { rows } = await sql<{ job_id: string }>`
    select job_id from job_attempts
    where outcome = 'RUNNING' and lease_expires_at <= ${timeOf(now)}
    order by lease_expires_at limit ${limit}`.execute(db);
  return rows.map((row) => row.job_id);
};
