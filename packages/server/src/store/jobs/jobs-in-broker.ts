import type { Instant } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import type { Lane } from '../../model/job.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { timeOf, timeOrNull } from '../instant-column.ts';

/** Marks jobs whose messages are being published: until the broker answers, they are not published again or claimed. */
export const markUnconfirmed = async (
  trx: DatabaseTransaction,
  jobIds: readonly string[],
  now: Instant,
): Promise<void> => {
  if (jobIds.length === 0) return;
  await sql`update jobs set lane = 'rabbitmq', sent_at = ${timeOf(now)} where id = any(${jobIds}::uuid[])`.execute(
    trx,
  );
};

/** Marks that the server which published these messages still waits for their confirms. */
export const renewConfirmWait = async (
  db: Database,
  jobIds: readonly string[],
  now: Instant,
): Promise<void> => {
  if (jobIds.length === 0) return;
  await sql`
    update jobs set sent_at = ${timeOf(now)}
    where id in ${unlockedJobs(sql`id = any(${jobIds}::uuid[])`)}`.execute(db);
};

/** Ends the wait for a confirm: the broker has answered, or its answer is no longer needed. */
export const endConfirmWait = async (trx: DatabaseTransaction, jobId: string): Promise<void> => {
  await sql`update jobs set sent_at = null where id = ${jobId}::uuid`.execute(trx);
};

/** Puts a job back into the lane in which it was, since the broker refused its message. */
export const returnUnsentJob = async (
  trx: DatabaseTransaction,
  jobId: string,
  lane: Lane | null,
): Promise<void> => {
  await sql`update jobs set lane = ${lane}, sent_at = null where id = ${jobId}::uuid`.execute(trx);
};

/**
 * Makes jobs held again whose publishing server has not renewed its wait since `before`: that server has ended. Answers
 * how many.
 */
export const returnAbandonedJobs = async (db: Database, before: Instant): Promise<number> => {
  const { numAffectedRows } = await sql`
    update jobs set lane = null, sent_at = null
    where id in ${unlockedJobs(sql`sent_at < ${timeOf(before)}`)}`.execute(db);
  return Number(numAffectedRows ?? 0);
};

/** No event came since the message was published; an event would prove that the message arrived. */
const IS_UNCONFIRMED = sql`state in ('SUBMITTED', 'RESUBMITTED') and lane = 'rabbitmq' and last_event_at <= sent_at`;

/** Locks jobs in the order of their ids; those locked by another transaction are left for the next time. */
const unlockedJobs = (which: RawBuilder<unknown>) =>
  sql`(select id from jobs where ${IS_UNCONFIRMED} and ${which} order by id for update skip locked)`;

/** Jobs of one extractor that are queued in the broker, without an event for long. */
export interface SilentInBroker {
  readonly extractor: string;
  readonly queue: string;
  readonly jobIds: readonly string[];
}

/** Queued jobs without an event since `before`: usually no more than a dispatch window for each extractor. */
export const readSilentInBroker = async (db: Database, before: Instant): Promise<SilentInBroker[]> => {
  const { rows } = await sql<SilentInBroker>`
    select e.name as extractor, e.queue, array_agg(j.id order by j.id) as "jobIds"
    from jobs j join extractors e on e.name = j.extractor
    where j.state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED') and j.lane = 'rabbitmq' and e.queue is not null
      and greatest(j.last_event_at, j.sent_at) < ${timeOf(before)}
    group by e.name, e.queue`.execute(db);
  return rows;
};

/**
 * Stores when the message of a job was published once more. This makes the credential in it valid, though the job has
 * ended.
 *
 * @param at the earlier value, if the message could not be published
 */
export const markReplayed = async (
  trx: DatabaseTransaction,
  jobId: string,
  at: Instant | null,
): Promise<void> => {
  await sql`update jobs set replayed_at = ${timeOrNull(at)} where id = ${jobId}::uuid`.execute(trx);
};
