import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import { LATE_AFTER_INTERVALS } from '../../model/instance.ts';
import { storableText } from '../../model/storable.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { timeOf } from '../instant-column.ts';

/** An extractor on RabbitMQ for which the server holds jobs. */
export interface DispatchTarget {
  /** As it is registered. */
  readonly name: string;
  /** As it calls itself. */
  readonly ownName: string;
  readonly queue: string;
  readonly version: string;
  readonly liveInstances: number;
}

/**
 * Runs after nearly every commit: one look into the index of held jobs for each extractor, in its order, so that neither
 * the many that wait nor those that have ended are read.
 *
 * @param retryBefore queues found missing since then are not tried again yet
 */
export const readDispatchTargets = async (
  db: Database,
  now: Instant,
  retryBefore: Instant,
): Promise<DispatchTarget[]> => {
  const { rows } = await sql<DispatchTarget>`
    select name, coalesce(info ->> 'name', name) as "ownName", queue, version,
      (select count(*)::integer from extractor_instances i
        where i.extractor = e.name and i.lane = 'rabbitmq' and i.stopped_at is null
          and i.last_seen_at > ${timeOf(now)}::timestamptz
            - i.interval_ms * ${LATE_AFTER_INTERVALS}::double precision * interval '1 millisecond'
      ) as "liveInstances"
    from extractors e
    where queue is not null and enabled and (unroutable_at is null or unroutable_at < ${timeOf(retryBefore)})
      and (
        select true from jobs where extractor = e.name and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED')
          and lane is distinct from 'rabbitmq' and available_at <= ${timeOf(now)}
        order by priority desc, id limit 1
      )
    order by name`.execute(db);
  return rows;
};

/** The broker has no queue for this extractor, until it is heard again. */
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

/** The queue an extractor was heard on; null where there is no such extractor, or it only ever spoke HTTP. */
export const readExtractorQueue = async (db: Database, name: string): Promise<string | null> => {
  const row = await db
    .selectFrom('extractors')
    .select('queue')
    .where('name', '=', storableText(name))
    .executeTakeFirst();
  return row?.queue ?? null;
};

/** Those of the extractors named that have a queue on RabbitMQ. */
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
