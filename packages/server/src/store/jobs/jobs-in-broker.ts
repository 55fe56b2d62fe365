import type { Instant } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import type { Lane } from '../../model/job.ts';
import { ADVISORY_LOCKS } from '../advisory-locks.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { instantOf, instantOrNull, timeOf } from '../instant-column.ts';

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

/** A job whose message the broker has confirmed, and that nobody has started. */
export interface WaitingInBroker {
  readonly id: string;
  /** When its message was confirmed, or its last attempt was given back. */
  readonly since: Instant;
}

/** In the order of their messages: usually no more than a dispatch window. */
export const readWaitingInBroker = async (db: Database, extractor: string): Promise<WaitingInBroker[]> => {
  const { rows } = await sql<{ id: string; last_event_at: Date }>`
    select id, last_event_at from jobs
    where extractor = ${extractor} and state in ('QUEUED', 'RESUBMITTED') and lane = 'rabbitmq'
      and (sent_at is null or last_event_at > sent_at)
    order by last_event_at, last_seq`.execute(db);
  return rows.map((row) => ({ id: row.id, since: instantOf(row.last_event_at) }));
};

/** When any server last stored what an extractor reported over RabbitMQ, of the jobs that changed last. */
export const readLastReportAt = async (db: Database): Promise<Instant | null> => {
  const { rows } = await sql<{ at: Date | null }>`
    select max(greatest(latest_at, started_at)) as at from (
      select latest_at, started_at, lane from jobs order by last_seq desc limit ${JOBS_READ}
    ) latest where lane = 'rabbitmq'`.execute(db);
  return instantOrNull(rows[0]?.at ?? null);
};

const JOBS_READ = 200;

/** The number of the newest event. */
export const readLastSeq = async (db: Database): Promise<string> => {
  // Named otherwise than the column: `order by` would sort the texts, in which 9 comes after 10.
  const { rows } = await sql<{ seq: string }>`
    select last_seq::text as seq from jobs order by last_seq desc limit 1`.execute(db);
  return rows[0]?.seq ?? '0';
};

/** What an extractor's instances do, and have done since an event, over RabbitMQ. */
export interface WorkOverBroker {
  /** How many jobs run that they got over RabbitMQ. */
  readonly running: number;
  /** The most messages that they can have acknowledged since the event. */
  readonly acknowledged: number;
  /** When the last of the messages was published whose start they have reported since; null where there is none. */
  readonly startedOf: Instant | null;
}

/**
 * A job that has ended, or was tried more than once, may have been acknowledged. Where an end is all that an extractor
 * reports, it says nothing of the order of starts.
 */
export const readWorkOverBroker = async (
  db: Database,
  extractor: string,
  seq: string,
): Promise<WorkOverBroker> => {
  const { rows } = await sql<{ running: number; acknowledged: number; started_of: Date | null }>`
    select
      (
        select count(*)::integer from jobs
        where extractor = ${extractor} and state = 'RUNNING' and finished_at is null and lane = 'rabbitmq'
      ) as running,
      count(*) filter (
        where finished_at is not null or attempt_count > 1 or state = 'RESUBMITTED'
      )::integer as acknowledged,
      max(queued_at) filter (
        where lane = 'rabbitmq' and started_at is not null and (finished_at is null or finished_at > started_at)
      ) as started_of
    from jobs where last_seq > ${seq}::bigint and extractor = ${extractor}`.execute(db);
  const [row] = rows;
  return {
    running: row?.running ?? 0,
    acknowledged: row?.acknowledged ?? 0,
    startedOf: instantOrNull(row?.started_of ?? null),
  };
};

/**
 * Within which time the starts of 99 of 100 messages were reported, by the latest jobs of an extractor; null where they
 * are too few. That some of them waited for others makes it longer.
 */
export const readUsualStart = async (db: Database, extractor: string): Promise<number | null> => {
  const { rows } = await sql<{ usual_ms: number | null }>`
    select case when count(*) >= ${LEAST_STARTS} then
      extract(epoch from percentile_disc(0.99) within group (order by started_at - queued_at))::float8 * 1000
    end as usual_ms
    from (
      select started_at, queued_at from jobs
      where extractor = ${extractor} and lane = 'rabbitmq' and queued_at <= started_at and finished_at > started_at
      order by id desc limit ${STARTS_READ}
    ) latest`.execute(db);
  return rows[0]?.usual_ms ?? null;
};

const LEAST_STARTS = 20;
const STARTS_READ = 200;

/** False where another server reviews error queues at the moment. */
export const lockErrorQueueReview = async (trx: DatabaseTransaction): Promise<boolean> => {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(${ADVISORY_LOCKS.errorQueues}) as locked`.execute(trx);
  return rows[0]?.locked ?? false;
};

/** The jobs of RabbitMQ's lane that ended since then with a bare "Done", by extractor. */
export const readDoneWithoutType = async (
  trx: DatabaseTransaction,
  since: Instant,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const { rows } = await sql<{ extractor: string; ids: string[] }>`
    select extractor, array_agg(id::text) as ids from jobs
    where state = 'SUCCEEDED' and latest_kind = 'SUCCEEDED' and lower(latest_message) = 'done'
      and finished_at > ${timeOf(since)} and lane = 'rabbitmq'
    group by extractor`.execute(trx);
  return new Map(rows.map(({ extractor, ids }) => [extractor, ids]));
};

/** The ids of jobs of this lane that run although their cancel was requested. */
export const readUnansweredCancels = async (db: Database): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select id from jobs
    where flags @> array['cancel_requested'] and flags <> '{}' and state = 'RUNNING' and lane = 'rabbitmq'`.execute(
    db,
  );
  return rows.map(({ id }) => id);
};
