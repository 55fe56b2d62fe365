import type { Instant } from '@pawprint/core';
import { sql, type Transaction } from 'kysely';
import type { Lane } from '../../tracking/tracked-job.ts';
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

/** The broker did not take its message after all: the job is where it was. */
export const putBackUnsent = async (
  trx: Transaction<Schema>,
  jobId: string,
  lane: Lane | null,
): Promise<void> => {
  await sql`update jobs set lane = ${lane}, sent_at = null where id = ${jobId}::uuid`.execute(trx);
};
