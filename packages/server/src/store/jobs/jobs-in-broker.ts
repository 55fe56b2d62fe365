import type { Instant } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import type { Lane } from '../../model/job.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { timeOf, timeOrNull } from '../instant-column.ts';

/** Their messages were sent, and the broker has not answered yet: nobody is to send them again or claim them meanwhile. */
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

/** Nothing was heard of the job since its message was sent: what is heard says that the message arrived. */
const UNHEARD = sql`state in ('SUBMITTED', 'RESUBMITTED') and lane = 'rabbitmq' and last_event_at <= sent_at`;

/** Jobs are locked in the order of their ids; what somebody else holds just now is left for the next time. */
const freeJobs = (which: RawBuilder<unknown>) =>
  sql`(select id from jobs where ${UNHEARD} and ${which} order by id for update skip locked)`;

/** Whoever sent them waits for the answer still. */
export const renewConfirmWait = async (
  db: Database,
  jobIds: readonly string[],
  now: Instant,
): Promise<void> => {
  if (jobIds.length === 0) return;
  await sql`
    update jobs set sent_at = ${timeOf(now)}
    where id in ${freeJobs(sql`id = any(${jobIds}::uuid[])`)}`.execute(db);
};

/** The broker has answered, or it does not matter any more what it says. */
export const endConfirmWait = async (trx: DatabaseTransaction, jobId: string): Promise<void> => {
  await sql`update jobs set sent_at = null where id = ${jobId}::uuid`.execute(trx);
};

/** Nobody has waited for these answers since then: whoever did is dead. Answers how many there were. */
export const returnAbandonedJobs = async (db: Database, before: Instant): Promise<number> => {
  const { numAffectedRows } = await sql`
    update jobs set lane = null, sent_at = null
    where id in ${freeJobs(sql`sent_at < ${timeOf(before)}`)}`.execute(db);
  return Number(numAffectedRows ?? 0);
};

/** The broker did not take its message after all: the job is where it was. */
export const returnUnsentJob = async (
  trx: DatabaseTransaction,
  jobId: string,
  lane: Lane | null,
): Promise<void> => {
  await sql`update jobs set lane = ${lane}, sent_at = null where id = ${jobId}::uuid`.execute(trx);
};

/** Jobs of one extractor whose messages have waited in the broker without a word. */
export interface SilentInBroker {
  readonly extractor: string;
  readonly queue: string;
  readonly jobIds: readonly string[];
}

/** Nothing was heard of them since `before`. No more than a dispatch window of each extractor's, as a rule. */
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
 * Its message is about to be sent again: from now on its credential counts, though the job has ended. Null, or the time
 * of the replay before, where it could not be sent.
 */
export const markReplayed = async (
  trx: DatabaseTransaction,
  jobId: string,
  at: Instant | null,
): Promise<void> => {
  await sql`update jobs set replayed_at = ${timeOrNull(at)} where id = ${jobId}::uuid`.execute(trx);
};
