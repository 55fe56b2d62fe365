import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import { ADVISORY_LOCKS } from '../advisory-locks.ts';
import type { DatabaseTransaction } from '../database.ts';
import { instantOf } from '../instant-column.ts';

/** False where another server reviews failures at the moment. */
export const lockFailureReview = async (trx: DatabaseTransaction): Promise<boolean> => {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(${ADVISORY_LOCKS.failures}) as locked`.execute(trx);
  return rows[0]?.locked ?? false;
};

const REVIEWED_SEQ = 'failures_reviewed_seq';

/** Up to which event failures were reviewed. */
export const readReviewedSeq = async (trx: DatabaseTransaction): Promise<string> => {
  const stored = await trx
    .selectFrom('instance_settings')
    .select('value')
    .where('name', '=', REVIEWED_SEQ)
    .executeTakeFirst();
  return stored?.value ?? '0';
};

export const writeReviewedSeq = async (trx: DatabaseTransaction, value: string): Promise<void> => {
  await trx
    .insertInto('instance_settings')
    .values({ name: REVIEWED_SEQ, value })
    .onConflict((c) => c.column('name').doUpdateSet({ value }).where('instance_settings.value', '!=', value))
    .execute();
};

/** A job that failed, with the number of its newest event. */
interface Failure {
  readonly jobId: string;
  readonly seq: string;
  readonly failedAt: Instant;
}

/** The failed jobs of RabbitMQ's lane whose newest event is among these, in the order of those events. */
export const readFailedInBroker = async (
  trx: DatabaseTransaction,
  events: { readonly after: string; readonly upTo: string },
  limit: number,
): Promise<Failure[]> => {
  const { rows } = await sql<{ id: string; seq: string; finished_at: Date }>`
    select id, last_seq::text as seq, finished_at from jobs
    where last_seq > ${events.after}::bigint and last_seq <= ${events.upTo}::bigint
      and state = 'FAILED' and lane = 'rabbitmq'
    order by last_seq limit ${limit}`.execute(trx);
  return rows.map(({ id, seq, finished_at }) => ({
    jobId: id,
    seq,
    failedAt: instantOf(finished_at),
  }));
};

/** How often a job was taken back because of an outage. */
export interface TakenBack {
  readonly times: number;
  readonly lastAt: Instant;
}

/** By job; jobs that were never taken back are not in it. */
export const readTakenBack = async (
  trx: DatabaseTransaction,
  jobIds: readonly string[],
): Promise<ReadonlyMap<string, TakenBack>> => {
  const { rows } = await sql<{ job_id: string; times: number; last_at: Date }>`
    select job_id, count(*)::integer as times, max(received_at) as last_at from job_events
    where job_id = any(${jobIds}::uuid[]) and kind = 'REVIVED' and data -> 'reason' ->> 'code' = 'taken_back'
    group by job_id`.execute(trx);
  return new Map(rows.map(({ job_id, times, last_at }) => [job_id, { times, lastAt: instantOf(last_at) }]));
};
