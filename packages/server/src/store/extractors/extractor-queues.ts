import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import { LATE_AFTER_INTERVALS } from '../../model/instance.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { timeOf } from '../instant-column.ts';

/** What decides whether, and how often, the broker is asked about an extractor's queue. */
export interface InspectedExtractor {
  readonly name: string;
  /** Null while none is known. */
  readonly queue: string | null;
  /** The queue was missing when a message was published to it. */
  readonly isUnroutable: boolean;
  readonly isWatched: boolean;
  /** It was registered, or announced something new, within the last minute. */
  readonly isNew: boolean;
  readonly hasHeldJobs: boolean;
  readonly hasJobsInBroker: boolean;
  /** An instance of it has been seen on the HTTP lane, within the time for which instances are kept. */
  readonly usesHttp: boolean;
  readonly isLiveOnHttp: boolean;
}

/** All enabled extractors. Reads one entry of each index of jobs for each of them, however many jobs there are. */
export const readInspectedExtractors = async (db: Database, now: Instant): Promise<InspectedExtractor[]> => {
  const { rows } = await sql<InspectedExtractor>`
    select e.name, e.queue, e.unroutable_at is not null as "isUnroutable", e.queue_watched as "isWatched",
      e.updated_at > ${timeOf(now - NEW_FOR_MS)}::timestamptz as "isNew",
      coalesce((
        select true from jobs where extractor = e.name and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED')
          and lane is distinct from 'rabbitmq'
        order by priority desc, id limit 1
      ), false) as "hasHeldJobs",
      coalesce((
        select true from jobs where extractor = e.name and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED')
          and lane = 'rabbitmq' limit 1
      ), false) as "hasJobsInBroker",
      http.seen as "usesHttp", http.live as "isLiveOnHttp"
    from extractors e cross join lateral (
      select count(*) > 0 as seen, coalesce(bool_or(i.stopped_at is null and i.last_seen_at > ${timeOf(now)}::timestamptz
        - i.interval_ms * ${LATE_AFTER_INTERVALS}::double precision * interval '1 millisecond'), false) as live
      from extractor_instances i where i.extractor = e.name and i.lane = 'http'
    ) http
    where e.enabled order by e.name`.execute(db);
  return rows;
};

const NEW_FOR_MS = 60_000;

/** What the broker says of a queue. */
export interface QueueState {
  /** Null where there is no such queue. */
  readonly ready: number | null;
  readonly consumers: number;
}

export interface ExtractorQueueState extends QueueState {
  readonly extractor: string;
}

/**
 * One statement. What has not changed is written only every 10 s. Several servers may do this at once: rows that another
 * one has locked are left to it.
 */
export const writeQueueStates = async (
  db: Database,
  states: readonly ExtractorQueueState[],
  now: Instant,
): Promise<void> => {
  if (states.length === 0) return;
  const checkedAt = timeOf(now);
  const names = states.map(({ extractor }) => extractor);
  await sql`
    with unlocked as (
      select name from extractors where name = any(${names}::text[]) order by name for no key update skip locked
    )
    update extractors set queue_ready = seen.ready, queue_consumers = seen.consumers, queue_checked_at = ${checkedAt},
      queue_consumed_at = case when seen.consumers > 0 then ${checkedAt}::timestamptz else queue_consumed_at end
    from unnest(
      ${names}::text[],
      ${states.map(({ ready }) => ready)}::integer[],
      ${states.map(({ consumers }) => consumers)}::integer[]
    ) as seen (extractor, ready, consumers)
    join unlocked on unlocked.name = seen.extractor
    where extractors.name = seen.extractor and (
      queue_checked_at is null or queue_checked_at < ${timeOf(now - REWRITTEN_AFTER_MS)}
      or queue_ready is distinct from seen.ready or queue_consumers <> seen.consumers
    )`.execute(db);
};

const REWRITTEN_AFTER_MS = 10_000;

/**
 * From now on messages are published to the queue, which is named like the extractor where none was known. False if it
 * belongs to another one.
 */
export const adoptQueue = async (trx: DatabaseTransaction, extractor: string): Promise<boolean> => {
  const { numAffectedRows } = await sql`
    update extractors set queue = coalesce(queue, name), unroutable_at = null
    where name = ${extractor} and not exists (
      select from extractors other where other.name <> ${extractor} and other.queue = ${extractor}
    )`.execute(trx);
  return (numAffectedRows ?? 0n) > 0n;
};

export const writeQueueWatched = async (
  db: Database,
  extractor: string,
  isWatched: boolean,
): Promise<void> => {
  await db
    .updateTable('extractors')
    .set({ queue_watched: isWatched })
    .where('name', '=', extractor)
    .execute();
};
