import { type Instant, redactKeys } from '@pawprint/core';
import { sql } from 'kysely';
import { validate } from 'uuid';
import type { QuarantineEntry, QuarantineReason, QuarantineSource } from '../../model/quarantined.ts';
import { storableText } from '../../model/storable.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { instantOf, instantOrNull, timeOf } from '../instant-column.ts';
import { existingUser } from '../users.ts';

interface QuarantineQuery {
  readonly source?: QuarantineSource | undefined;
  /** Only messages older than the one with this id. */
  readonly before?: string | undefined;
  readonly limit: number;
  /** How many bytes of each body are read. */
  readonly bodyBytes: number;
}

/** Newest first, by their ids, which contain the time. */
export const listQuarantined = async (db: Database, query: QuarantineQuery): Promise<QuarantineEntry[]> => {
  const { rows } = await sql<Row>`
    select ${COLUMNS}, substring(body for ${query.bodyBytes}) as body from quarantine
    where (${query.source ?? null}::text is null or source = ${query.source ?? null})
      and (${query.before ?? null}::uuid is null or id < ${query.before ?? null}::uuid)
    order by id desc limit ${query.limit}`.execute(db);
  return rows.map(rowToEntry);
};

/** Ids come from outside: one that is no UUID is the id of no message. */
export const findQuarantined = (db: Database, id: string): Promise<QuarantineEntry | undefined> =>
  find(db, id);

export const lockQuarantined = (trx: DatabaseTransaction, id: string): Promise<QuarantineEntry | undefined> =>
  find(trx, id, sql`for update of quarantine`);

const find = async (db: Database, id: string, lock = sql``): Promise<QuarantineEntry | undefined> => {
  if (!validate(id)) return undefined;
  const { rows } =
    await sql<Row>`select ${COLUMNS}, body from quarantine where id = ${id}::uuid ${lock}`.execute(db);
  return rows[0] && rowToEntry(rows[0]);
};

interface Row {
  readonly id: string;
  readonly received_at: Date;
  readonly source: QuarantineSource;
  readonly reason: string;
  readonly detail: string;
  readonly body: Buffer;
  readonly size_bytes: number;
  readonly times: number;
  readonly last_received_at: Date;
  readonly properties: Record<string, unknown>;
  readonly replayed_at: Date | null;
  readonly replayed_by: string | null;
  readonly replayer_name: string | null;
}

const COLUMNS = sql`
  id, received_at, last_received_at, times, source, reason, detail, octet_length(body) as size_bytes, properties,
  replayed_at, replayed_by,
  (select name from users where id = replayed_by) as replayer_name`;

const rowToEntry = (row: Row): QuarantineEntry => ({
  id: row.id,
  source: row.source,
  reason: row.reason,
  detail: row.detail,
  receivedAt: instantOf(row.received_at),
  raw: { body: row.body, properties: row.properties },
  sizeBytes: row.size_bytes,
  times: row.times,
  lastReceivedAt: instantOf(row.last_received_at),
  replayedAt: instantOrNull(row.replayed_at),
  replayedBy: row.replayed_by === null ? null : { id: row.replayed_by, name: row.replayer_name ?? '' },
});

export const markReplayed = async (
  trx: DatabaseTransaction,
  id: string,
  by: string,
  at: Instant,
): Promise<void> => {
  await trx
    .updateTable('quarantine')
    .set({ replayed_at: timeOf(at), replayed_by: existingUser(by) })
    .where('id', '=', id)
    .execute();
};

/** A replay failed: stores why the message still cannot be used. */
export const markRefusedAgain = async (
  trx: DatabaseTransaction,
  id: string,
  { reason, detail }: QuarantineReason,
): Promise<void> => {
  await trx
    .updateTable('quarantine')
    .set({ reason, detail: storableText(redactKeys(detail)) })
    .where('id', '=', id)
    .execute();
};

export const deleteQuarantined = async (trx: DatabaseTransaction, id: string): Promise<void> => {
  await trx.deleteFrom('quarantine').where('id', '=', id).execute();
};

/** Deletes messages that came last before then. */
export const deleteOldQuarantined = async (db: Database, before: Instant): Promise<void> => {
  await db.deleteFrom('quarantine').where('last_received_at', '<', timeOf(before)).execute();
};
