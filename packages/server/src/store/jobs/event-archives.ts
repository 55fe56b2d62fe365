import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import type { Database, DatabaseTransaction } from '../database.ts';
import { instantOf, timeOf } from '../instant-column.ts';
import { unnestRows } from './unnest-rows.ts';

/** Events of a month that were taken out of their table. */
export interface EventArchive {
  readonly blobKey: string;
  /** `2024-01`. */
  readonly month: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly eventCount: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly firstAt: Instant;
  readonly lastAt: Instant;
  readonly archivedAt: Instant;
  /** False while the events are in their table, too, and are read from there. */
  readonly isDropped: boolean;
}

/** A part of an archive that is read by itself. Its events are in the order of job and seq. */
export interface ArchiveBlock {
  readonly firstJob: string;
  readonly lastJob: string;
  /** Of its first event. */
  readonly firstSeq: number;
  /** Of its last event. */
  readonly lastSeq: number;
  readonly startByte: number;
  readonly byteCount: number;
}

/** In the order of their months. */
export const listArchives = async (db: Database): Promise<EventArchive[]> => {
  const rows = await db
    .selectFrom('event_archives')
    .selectAll()
    .select(sql<string>`to_char(month, 'YYYY-MM')`.as('month_name'))
    .orderBy('month')
    .orderBy('first_seq')
    .execute();
  return rows.map((row) => ({
    blobKey: row.blob_key,
    month: row.month_name,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    eventCount: row.event_count,
    firstSeq: row.first_seq,
    lastSeq: row.last_seq,
    firstAt: instantOf(row.first_at),
    lastAt: instantOf(row.last_at),
    archivedAt: instantOf(row.archived_at),
    isDropped: row.dropped_at !== null,
  }));
};

export type NewArchive = Omit<EventArchive, 'isDropped'> & { readonly blocks: readonly ArchiveBlock[] };

/** False, and nothing is stored, if the month has another archive whose partition is still there. */
export const insertArchive = async (trx: DatabaseTransaction, archive: NewArchive): Promise<boolean> => {
  const inserted = await trx
    .insertInto('event_archives')
    .values({
      blob_key: archive.blobKey,
      month: `${archive.month}-01`,
      size_bytes: archive.sizeBytes,
      sha256: archive.sha256,
      event_count: archive.eventCount,
      first_seq: archive.firstSeq,
      last_seq: archive.lastSeq,
      first_at: timeOf(archive.firstAt),
      last_at: timeOf(archive.lastAt),
      archived_at: timeOf(archive.archivedAt),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  if (inserted.numInsertedOrUpdatedRows !== 1n) return false;
  const rows = archive.blocks.map((block, number) => ({
    blob_key: archive.blobKey,
    number,
    first_job: block.firstJob,
    last_job: block.lastJob,
    first_seq: block.firstSeq,
    last_seq: block.lastSeq,
    start_byte: block.startByte,
    byte_count: block.byteCount,
  }));
  await sql`
    insert into event_archive_blocks
      (blob_key, number, first_job, last_job, first_seq, last_seq, start_byte, byte_count)
    select * from ${unnestRows(rows, BLOCK_TYPES)} b`.execute(trx);
  return true;
};

const BLOCK_TYPES = {
  blob_key: 'text',
  number: 'integer',
  first_job: 'uuid',
  last_job: 'uuid',
  first_seq: 'bigint',
  last_seq: 'bigint',
  start_byte: 'bigint',
  byte_count: 'integer',
} as const;

/** Its blob is removed with it. An archive whose partition was dropped stays: it alone has the events. */
export const deleteUnneededArchive = async (db: Database, blobKey: string): Promise<void> => {
  await db
    .deleteFrom('event_archives')
    .where('blob_key', '=', blobKey)
    .where('dropped_at', 'is', null)
    .execute();
};

/** From now on its events are read from the archive. Throws if another server has done this, or deleted the archive. */
export const markDropped = async (trx: DatabaseTransaction, blobKey: string, now: Instant): Promise<void> => {
  const marked = await trx
    .updateTable('event_archives')
    .set({ dropped_at: timeOf(now) })
    .where('blob_key', '=', blobKey)
    .where('dropped_at', 'is', null)
    .executeTakeFirst();
  if (marked.numUpdatedRows !== 1n)
    throw new Error(`Another server has dropped or deleted the archive ${blobKey}.`);
};

export interface JobBlock extends ArchiveBlock {
  readonly blobKey: string;
}

/**
 * The blocks that have events of a job, in their order: of each archive the last one that begins with an earlier job,
 * if it ends with this one or a later one, and those that begin with this job.
 */
export const findBlocksOfJob = async (db: Database, jobId: string): Promise<JobBlock[]> => {
  const { rows } = await sql<BlockRow>`
    select b.* from event_archives a cross join lateral (
      (select * from event_archive_blocks where blob_key = a.blob_key and first_job < ${jobId}::uuid
       order by first_job desc, number desc limit 1)
      union all
      select * from event_archive_blocks where blob_key = a.blob_key and first_job = ${jobId}::uuid
    ) b
    where a.dropped_at is not null and b.last_job >= ${jobId}::uuid
    order by a.month, a.first_seq, b.number`.execute(db);
  return rows.map((row) => ({
    blobKey: row.blob_key,
    firstJob: row.first_job,
    lastJob: row.last_job,
    firstSeq: row.first_seq,
    lastSeq: row.last_seq,
    startByte: row.start_byte,
    byteCount: row.byte_count,
  }));
};

interface BlockRow {
  readonly blob_key: string;
  readonly first_job: string;
  readonly last_job: string;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly start_byte: number;
  readonly byte_count: number;
}
