import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import { v7, validate } from 'uuid';
import type { Delivery, DeliveryAnswer } from '../../model/delivery.ts';
import type { WatchChannels } from '../../model/watch.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { instantOf, instantOrNull, timeOf, timeOrNull } from '../instant-column.ts';
import type { NotificationRow } from './notifications.ts';
import { rowToNotification } from './notifications.ts';
import { rowToWebhook } from './webhooks.ts';

interface WantedDelivery {
  readonly notificationId: string;
  /** Null: by mail. */
  readonly webhookId: string | null;
  /** At the earliest. */
  readonly dueAt: Instant;
  /** Not sooner than so long after the one before of the same watch; null: as soon as it is due. */
  readonly pace: { readonly watchId: string; readonly betweenMs: number } | null;
}

/** By mail, by a webhook, by both or by neither. */
export const enqueueDeliveries = async (
  trx: DatabaseTransaction,
  { mail, webhookId }: WatchChannels,
  wanted: Omit<WantedDelivery, 'webhookId'>,
  now: Instant,
): Promise<void> => {
  if (mail) await enqueueDelivery(trx, { ...wanted, webhookId: null }, now);
  if (webhookId !== null) await enqueueDelivery(trx, { ...wanted, webhookId }, now);
};

/** One that has not been sent yet takes up what is new; otherwise another one is due. */
const enqueueDelivery = async (
  trx: DatabaseTransaction,
  { notificationId, webhookId, dueAt, pace }: WantedDelivery,
  now: Instant,
): Promise<void> => {
  const isSameWay = sql`d.webhook_id is not distinct from ${webhookId}::uuid`;
  const joined = await sql`
    update deliveries d set next_at = ${pace === null ? timeOf(dueAt) : sql`d.next_at`}
    where d.notification_id = ${notificationId}::uuid and ${isSameWay} and d.state = 'waiting' and d.attempts = 0
      and d.body is null
    returning d.id`.execute(trx);
  if (joined.rows.length > 0) return;
  await trx
    .insertInto('deliveries')
    .values({
      id: v7({ msecs: now }),
      notification_id: notificationId,
      webhook_id: webhookId,
      state: 'waiting',
      next_at: timeOf(pace === null ? dueAt : Math.max(dueAt, await readNextTime(trx, pace, isSameWay))),
      created_at: timeOf(now),
    })
    .execute();
};

const readNextTime = async (
  trx: DatabaseTransaction,
  { watchId, betweenMs }: NonNullable<WantedDelivery['pace']>,
  isSameWay: ReturnType<typeof sql>,
): Promise<Instant> => {
  const { rows } = await sql<{ created_at: Date | null }>`
    select max(d.created_at) as created_at from deliveries d join notifications n on n.id = d.notification_id
    where n.watch_id = ${watchId}::uuid and ${isSameWay}`.execute(trx);
  const lastAt = instantOrNull(rows[0]?.created_at ?? null);
  return lastAt === null ? 0 : lastAt + betweenMs;
};

/**
 * Deliveries that are due, each of them given to one server: no other tries it before `until`, after which this server
 * must have died.
 */
export const claimDeliveries = async (
  db: Database,
  { now, until, limit }: { readonly now: Instant; readonly until: Instant; readonly limit: number },
): Promise<Delivery[]> => {
  const { rows } = await sql<{ id: string }>`
    update deliveries set next_at = ${timeOf(until)}, attempts = attempts + 1, tried_at = ${timeOf(now)}
    where id in (
      select id from deliveries where state = 'waiting' and next_at <= ${timeOf(now)}
      order by next_at limit ${limit} for update skip locked
    ) returning id`.execute(db);
  if (rows.length === 0) return [];
  return readDeliveries(db, sql`d.id = any(${rows.map(({ id }) => id)}::uuid[])`, limit);
};

/** Newest first. */
export const listDeliveries = (db: Database, webhookId: string, limit: number): Promise<Delivery[]> =>
  readDeliveries(db, sql`d.webhook_id = ${webhookId}::uuid`, limit);

/** Ids come from outside: one that is no UUID is the id of no delivery. */
export const findDelivery = async (
  db: Database,
  webhookId: string,
  id: string,
): Promise<Delivery | undefined> =>
  validate(id)
    ? (await readDeliveries(db, sql`d.webhook_id = ${webhookId}::uuid and d.id = ${id}::uuid`, 1))[0]
    : undefined;

const readDeliveries = async (
  db: Database,
  condition: ReturnType<typeof sql>,
  limit: number,
): Promise<Delivery[]> => {
  const { rows } = await sql<DeliveryRow>`
    select d.*, to_jsonb(n) as notification, to_jsonb(w) as webhook
    from deliveries d join notifications n on n.id = d.notification_id left join webhooks w on w.id = d.webhook_id
    where ${condition} order by d.id desc limit ${limit}`.execute(db);
  return rows.map(rowToDelivery);
};

interface DeliveryRow {
  readonly id: string;
  readonly notification: NotificationRow;
  readonly webhook: Parameters<typeof rowToWebhook>[0] | null;
  readonly state: Delivery['state'];
  readonly attempts: number;
  readonly next_at: Date | null;
  readonly body: string | null;
  readonly answer_status: number | null;
  readonly answer: string | null;
  readonly created_at: Date;
  readonly tried_at: Date | null;
}

const rowToDelivery = (row: DeliveryRow): Delivery => ({
  id: row.id,
  notification: rowToNotification(row.notification),
  webhook: row.webhook && rowToWebhook(row.webhook),
  state: row.state,
  attempts: row.attempts,
  nextAt: instantOrNull(row.next_at),
  body: row.body,
  answer: row.answer === null ? null : { status: row.answer_status, text: row.answer },
  createdAt: instantOf(row.created_at),
  triedAt: instantOrNull(row.tried_at),
});

/** Before it is sent, so that a later attempt sends the same. */
export const writeDeliveryBody = async (db: Database, id: string, body: string): Promise<void> => {
  await db.updateTable('deliveries').set({ body }).where('id', '=', id).execute();
};

/** @param nextAt null: it is not tried again */
export const recordAttempt = async (
  db: Database,
  id: string,
  answer: DeliveryAnswer & { readonly isTaken: boolean },
  nextAt: Instant | null,
): Promise<void> => {
  const state = nextAt !== null ? 'waiting' : answer.isTaken ? 'delivered' : 'failed';
  await db
    .updateTable('deliveries')
    .set({ state, next_at: timeOrNull(nextAt), answer_status: answer.status, answer: answer.text })
    .where('id', '=', id)
    .execute();
};

/** Its attempts begin anew, with the next one now. */
export const restartDelivery = async (db: Database, id: string, now: Instant): Promise<void> => {
  await db
    .updateTable('deliveries')
    .set({ state: 'waiting', next_at: timeOf(now), attempts: 0, created_at: timeOf(now) })
    .where('id', '=', id)
    .execute();
};
