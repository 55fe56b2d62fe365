import type { Selectable } from 'kysely';
import { sql } from 'kysely';
import { validate } from 'uuid';
import type { Webhook } from '../../model/delivery.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { instantOf, timeOf } from '../instant-column.ts';
import type { WebhookTable } from '../schema/notifications.ts';

export const rowToWebhook = (row: Selectable<WebhookTable>): Webhook => ({
  id: row.id,
  userId: row.user_id,
  name: row.name,
  url: row.url,
  createdAt: instantOf(row.created_at),
});

/** Newest first. */
export const listWebhooks = async (db: Database, userId: string): Promise<Webhook[]> => {
  const rows = await db
    .selectFrom('webhooks')
    .selectAll()
    .where('user_id', '=', userId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows.map(rowToWebhook);
};

/** Ids come from outside: one that is no UUID is the id of no webhook. */
export const findWebhook = async (db: Database, userId: string, id: string): Promise<Webhook | undefined> => {
  if (!validate(id)) return undefined;
  const row = await db
    .selectFrom('webhooks')
    .selectAll()
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst();
  return row && rowToWebhook(row);
};

/** The account stays locked until the transaction ends, so that no webhook of it is added meanwhile. */
export const lockWebhookCount = async (trx: DatabaseTransaction, userId: string): Promise<number> => {
  await trx.selectFrom('users').select('id').where('id', '=', userId).forNoKeyUpdate().execute();
  const { rows } = await sql<{ webhooks: number }>`
    select count(*)::integer as webhooks from webhooks where user_id = ${userId}`.execute(trx);
  return rows[0]?.webhooks ?? 0;
};

export const insertWebhook = async (
  trx: DatabaseTransaction,
  { id, userId, name, url, createdAt }: Webhook,
): Promise<void> => {
  await trx
    .insertInto('webhooks')
    .values({ id, user_id: userId, name, url, created_at: timeOf(createdAt) })
    .execute();
};

export const removeWebhook = async (db: Database, id: string): Promise<void> => {
  await db.deleteFrom('webhooks').where('id', '=', id).execute();
};
