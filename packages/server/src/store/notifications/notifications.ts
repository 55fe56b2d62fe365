import type { Instant } from '@pawprint/core';
import { type Selectable, sql } from 'kysely';
import { validate } from 'uuid';
import type { Notification } from '../../model/notification.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { instantOf, instantOrNull, timeOf, timeOrNull } from '../instant-column.ts';
import type { NotificationTable } from '../schema/notifications.ts';

interface NotificationQuery {
  readonly userId: string;
  readonly onlyUnread: boolean;
  /** The last one on the page before. */
  readonly after: Pick<Notification, 'id' | 'changedAt'> | undefined;
  readonly limit: number;
}

/** Last changed first. */
export const listNotifications = async (
  db: Database,
  { userId, onlyUnread, after, limit }: NotificationQuery,
): Promise<Notification[]> => {
  let query = db
    .selectFrom('notifications')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('changed_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit);
  if (onlyUnread) query = query.where('read_at', 'is', null);
  if (after)
    query = query.where(
      sql<boolean>`(changed_at, id) < (${timeOf(after.changedAt)}::timestamptz, ${after.id}::uuid)`,
    );
  return (await query.execute()).map(rowToNotification);
};

/** Of the watch, made since then and not read yet; it stays unread until the transaction ends. */
export const lockUnread = async (
  trx: DatabaseTransaction,
  watchId: string,
  since: Instant,
): Promise<Notification | undefined> => {
  const row = await trx
    .selectFrom('notifications')
    .selectAll()
    .where('watch_id', '=', watchId)
    .where('read_at', 'is', null)
    .where('created_at', '>=', timeOf(since))
    .orderBy('created_at', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  return row && rowToNotification(row);
};

export type NotificationRow = Selectable<NotificationTable>;

export const rowToNotification = (row: NotificationRow): Notification => ({
  id: row.id,
  userId: row.user_id,
  watchId: row.watch_id,
  subject: { type: row.subject_type, id: row.subject, name: row.name },
  counts: row.counts,
  isOver: row.is_over,
  jobIds: row.job_ids,
  reason: row.reason,
  target: row.target,
  createdAt: instantOf(row.created_at),
  changedAt: instantOf(row.changed_at),
  readAt: instantOrNull(row.read_at),
});

/** Carries the ids of people. */
export const NOTIFICATIONS_CHANNEL = 'pawprint_notifications';

/** Stores a new one, or what has changed of one. Once it is committed, the pages of its person are told. */
export const writeNotification = async (
  trx: DatabaseTransaction,
  notification: Notification,
): Promise<void> => {
  const { id, userId, watchId, subject } = notification;
  const changed = {
    counts: JSON.stringify(notification.counts),
    is_over: notification.isOver,
    job_ids: [...notification.jobIds],
    reason: notification.reason,
    changed_at: timeOf(notification.changedAt),
  };
  await trx
    .insertInto('notifications')
    .values({
      id,
      user_id: userId,
      watch_id: watchId,
      subject_type: subject.type,
      subject: subject.id,
      name: subject.name,
      ...changed,
      created_at: timeOf(notification.createdAt),
      target: notification.target && JSON.stringify(notification.target),
      read_at: timeOrNull(notification.readAt),
    })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changed))
    .execute();
  await sql`select pg_notify(${NOTIFICATIONS_CHANNEL}, ${userId})`.execute(trx);
};

/** @param ids undefined: all of the person's. Those that are no UUID are the ids of none. */
export const readNotifications = async (
  db: Database,
  userId: string,
  ids: readonly string[] | undefined,
  now: Instant,
): Promise<void> => {
  let update = db
    .updateTable('notifications')
    .set({ read_at: timeOf(now) })
    .where('user_id', '=', userId)
    .where('read_at', 'is', null);
  if (ids) update = update.where(sql<boolean>`id = any(${ids.filter((id) => validate(id))}::uuid[])`);
  await update.execute();
};

/** @param most more are counted as so many */
export const countUnread = async (db: Database, userId: string, most: number): Promise<number> => {
  const { rows } = await sql<{ unread: number }>`
    select count(*)::integer as unread from (
      select from notifications where user_id = ${userId} and read_at is null limit ${most}
    ) found`.execute(db);
  return rows[0]?.unread ?? 0;
};

export const deleteOldNotifications = async (
  db: Database,
  { readBefore, changedBefore }: { readonly readBefore: Instant; readonly changedBefore: Instant },
): Promise<void> => {
  await db
    .deleteFrom('notifications')
    .where((where) =>
      where.or([where('read_at', '<', timeOf(readBefore)), where('changed_at', '<', timeOf(changedBefore))]),
    )
    .execute();
};
