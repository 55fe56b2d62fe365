import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import { LATE_AFTER_INTERVALS } from '../../model/instance.ts';
import { storableText } from '../../model/storable.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { timeOf } from '../instant-column.ts';

/** An extractor on RabbitMQ that has held jobs. */
export interface DispatchTarget {
  /** The name under which it is registered. */
  readonly name: string;
  /** The name that it gives itself. */
  readonly ownName: string;
  readonly queue: string;
  /** By their heartbeats, or by the consumers of the queue where these are more: not every extractor sends heartbeats. */
  readonly liveInstances: number;
}

/**
 * Runs after nearly every commit. It reads one entry of the index of held jobs for each extractor, however many jobs
 * wait or have ended.
 *
 * @param retryBefore leaves out extractors whose queue was found missing since then
 */
export const readDispatchTargets = async (
  db: Database,
  now: Instant,
  retryBefore: Instant,
): Promise<DispatchTarget[]> => {
  const { rows } = await sql<DispatchTarget>`
    select name, coalesce(info ->> 'name', name) as "ownName", queue,
      greatest(queue_consumers, (
        select count(*)::integer from extractor_instances i
        where i.extractor = e.name and i.lane = 'rabbitmq' and i.stopped_at is null
          and i.last_seen_at > ${timeOf(now)}::timestamptz
            - i.interval_ms * ${LATE_AFTER_INTERVALS}::double precision * interval '1 millisecond'
      )) as "liveInstances"
    from extractors e
    where queue is not null and enabled and dispatch_paused_at is null
      and (unroutable_at is null or unroutable_at < ${timeOf(retryBefore)})
      and (
        select true from jobs where extractor = e.name and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED')
          and lane is distinct from 'rabbitmq' and available_at <= ${timeOf(now)}
        order by priority desc, id limit 1
      )
    order by name`.execute(db);
  return rows;
};

/** The broker has no queue for this extractor. Its next heartbeat ends this, or an inspection that finds the queue. */
export const markUnroutable = async (
  trx: DatabaseTransaction,
  extractor: string,
  now: Instant,
): Promise<void> => {
  await trx
    .updateTable('extractors')
    .set({ unroutable_at: timeOf(now) })
    .where('name', '=', extractor)
    .execute();
};

/** The queue of an extractor; null if it is not registered, or no queue of its is known. */
export const readExtractorQueue = async (db: Database, name: string): Promise<string | null> => {
  const row = await db
    .selectFrom('extractors')
    .select('queue')
    .where('name', '=', storableText(name))
    .executeTakeFirst();
  return row?.queue ?? null;
};

/** The extractors whose queue on RabbitMQ is known, by name. */
export const readExtractorQueues = async (
  db: Database,
): Promise<{ readonly extractor: string; readonly queue: string }[]> => {
  const { rows } = await sql<{ extractor: string; queue: string }>`
    select name as extractor, queue from extractors where queue is not null order by name`.execute(db);
  return rows;
};

/** The names of those of these extractors that have a queue on RabbitMQ. */
export const readQueuedExtractors = async (
  trx: DatabaseTransaction,
  names: readonly string[],
): Promise<ReadonlySet<string>> => {
  const rows = await trx
    .selectFrom('extractors')
    .select('name')
    .where('name', 'in', [...new Set(names)])
    .where('queue', 'is not', null)
    .execute();
  return new Set(rows.map(({ name }) => name));
};
