import type { Instant } from '@pawprint/core';
import { sql, type Transaction } from 'kysely';
import type { Lane } from '../../tracking/tracked-job.ts';
import type { Database } from '../database.ts';
import type { Schema } from '../schema.ts';
import { timeOf } from './instant-column.ts';

/** Their messages were sent, and the broker has not answered yet: nobody is to send them again or claim them meanwhile. */
export const markUnconfirmed = async (
  trx: Transaction<Schema>,
  jobIds: readonly string[],
  now: Instant,
): Promise<void> => {
  if (jobIds.length === 0) return;
  await sql`update jobs set lane = 'rabbitmq', sent_at = ${timeOf(now)} where id = any(${jobIds}::uuid[])`.execute(
    trx,
  );
};

/** Whoever sent them waits for the answer still. */
export const markStillAwaited = async (
  db: Database,
  jobIds: readonly string[],
  now: Instant,
): Promise<void> => {
  if (jobIds.length === 0) return;
  await sql`
    update jobs set sent_at = ${timeOf(now)}
    where id = any(${jobIds}::uuid[]) and sent_at is not null`.execute(db);
};

/** The broker has answered, or it does not matter any more what it says. */
export const markAnswered = async (trx: Transaction<Schema>, jobId: string): Promise<void> => {
  await sql`update jobs set sent_at = null where id = ${jobId}::uuid`.execute(trx);
};

/** Nobody has waited for these answers since then: whoever did is dead. Answers how many there were. */
export const putBackAbandoned = async (db: Database, before: Instant): Promise<number> => {
  const { numAffectedRows } = await sql`
    update jobs set lane = null, sent_at = null
    where state in ('SUBMITTED', 'RESUBMITTED') and lane = 'rabbitmq' and sent_at < ${timeOf(before)}`.execute(
    db,
  );
  return Number(numAffectedRows ?? 0);
};

/** The broker did not take its message after all: the job is where it was. */
export const putBackUnsent = async (
  trx: Transaction<Schema>,
  jobId: string,
  lane: Lane | null,
): Promise<void> => {
  await sql`update jobs set lane = ${lane}, sent_at = null where id = ${jobId}::uuid`.execute(trx);
};
