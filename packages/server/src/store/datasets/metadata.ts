import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import type { JsonBytes } from '../../model/json-bytes.ts';
import type { Metadata, MetadataAgent, RemovedMetadata } from '../../model/metadata.ts';
import type { KeyedOutput, Output } from '../../model/output.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { versionSuperseding } from '../extractors/versions.ts';
import { instantOf, timeOf } from '../instant-column.ts';
import { existingUser } from '../users.ts';

interface ResourceId {
  readonly type: 'file' | 'dataset';
  readonly id: string;
}

/**
 * Newest first, some at a time: however much they contain, only so much is in memory at once. Documents that are removed
 * meanwhile are left out.
 *
 * @param extractor only documents of this extractor
 */
export async function* readMetadata(
  db: Database,
  resource: ResourceId,
  extractor?: string,
): AsyncGenerator<readonly Metadata[]> {
  let query = db
    .selectFrom('metadata')
    .select(['id', sql<number>`pg_column_size(content) + coalesce(pg_column_size(context), 0)`.as('size')])
    .where(resourceColumn(resource), '=', resource.id);
  if (extractor !== undefined) query = query.where('extractor', '=', extractor);
  for (const ids of groupsOf(await query.orderBy('id', 'desc').execute())) yield readDocuments(db, ids);
}

const MOST_BYTES_AT_ONCE = 100_000;
const MOST_DOCUMENTS_AT_ONCE = 100;

const groupsOf = (documents: readonly { readonly id: string; readonly size: number }[]): string[][] => {
  const groups: string[][] = [];
  let room = 0;
  for (const { id, size } of documents) {
    const group = groups.at(-1);
    if (group === undefined || size > room || group.length === MOST_DOCUMENTS_AT_ONCE) {
      groups.push([id]);
      room = MOST_BYTES_AT_ONCE - size;
    } else {
      group.push(id);
      room -= size;
    }
  }
  return groups;
};

/** Each piece is a row of its own, which takes the database's client about a millisecond to read. */
const PIECE_BYTES = 256 * 1_024;

interface PieceRow {
  readonly id: string;
  readonly agent: MetadataAgent;
  readonly extractor: string | null;
  readonly job_id: string | null;
  readonly created_at: Date;
  readonly replaced_by: string | null;
  readonly is_superseded: boolean;
  readonly number: number;
  readonly piece: Uint8Array;
  /** In the row of the first piece. */
  readonly context: Uint8Array | null;
}

const readDocuments = async (db: Database, ids: readonly string[]): Promise<readonly Metadata[]> => {
  const { rows } = await sql<PieceRow>`
    with document as materialized (
      select id, agent, extractor, job_id, created_at, replaced_by, exists (${versionSuperseding('m')}) as is_superseded,
        context, convert_to(content::text, 'UTF8') as content
      from metadata m where id = any(${ids}::uuid[]))
    select id, agent, extractor, job_id, created_at, replaced_by, is_superseded, number,
      substring(content from number * ${PIECE_BYTES}::integer + 1 for ${PIECE_BYTES}::integer) as piece,
      case when number = 0 then convert_to(context::text, 'UTF8') end as context
    from document, generate_series(0, (length(content) - 1) / ${PIECE_BYTES}::integer) as number`.execute(db);
  return ids.flatMap((id) => joinPieces(rows.filter((row) => row.id === id)));
};

const joinPieces = (rows: readonly PieceRow[]): Metadata[] => {
  const inOrder = rows.toSorted((one, other) => one.number - other.number);
  const [first] = inOrder;
  if (first === undefined) return [];
  const { id, agent, extractor, context } = first;
  const content = inOrder.map(({ piece }) => piece);
  return [
    {
      id,
      agent,
      extractor,
      context,
      content,
      jobId: first.job_id,
      createdAt: instantOf(first.created_at),
      replacedBy: first.replaced_by,
      isSuperseded: first.is_superseded,
    },
  ];
};

export const countMetadata = async (db: Database, resource: ResourceId): Promise<number> => {
  const row = await db
    .selectFrom('metadata')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where(resourceColumn(resource), '=', resource.id)
    .executeTakeFirstOrThrow();
  return row.count;
};

const resourceColumn = ({ type }: ResourceId) => (type === 'file' ? 'file_id' : 'dataset_id');

export interface NewMetadata {
  readonly id: string;
  readonly resource: ResourceId;
  readonly context: JsonBytes | null;
  readonly content: JsonBytes;
  readonly agent: MetadataAgent;
  readonly extractor: string | null;
  readonly userId: string | null;
  readonly output: Output | null;
  readonly createdAt: Instant;
}

export const insertMetadata = async (trx: DatabaseTransaction, metadata: NewMetadata): Promise<void> => {
  await trx
    .insertInto('metadata')
    .values({
      ...contentColumns(metadata),
      id: metadata.id,
      extractor: metadata.extractor,
      user_id: existingUser(metadata.userId),
      job_id: metadata.output?.jobId ?? null,
      output_key: metadata.output?.key ?? null,
    })
    .execute();
};

/** A document that a newer one could take the place of, locked until the transaction ends. */
export const lockMetadata = async (
  trx: DatabaseTransaction,
  resource: ResourceId,
  id: string,
): Promise<{ readonly extractor: string | null; readonly replacedBy: string | null } | undefined> =>
  trx
    .selectFrom('metadata')
    .select(['extractor', 'replaced_by as replacedBy'])
    .where('id', '=', id)
    .where(resourceColumn(resource), '=', resource.id)
    .forNoKeyUpdate()
    .executeTakeFirst();

export const markReplaced = async (trx: DatabaseTransaction, id: string, by: string): Promise<void> => {
  await trx.updateTable('metadata').set({ replaced_by: by }).where('id', '=', id).execute();
};

/** Replaces a document by that of a later attempt. It keeps its id. */
export const replaceMetadata = async (
  trx: DatabaseTransaction,
  id: string,
  metadata: NewMetadata,
): Promise<void> => {
  await trx.updateTable('metadata').set(contentColumns(metadata)).where('id', '=', id).execute();
};

const contentColumns = (metadata: NewMetadata) => ({
  file_id: metadata.resource.type === 'file' ? metadata.resource.id : null,
  dataset_id: metadata.resource.type === 'dataset' ? metadata.resource.id : null,
  context: metadata.context && jsonb(metadata.context),
  content: jsonb(metadata.content),
  agent: JSON.stringify(metadata.agent),
  attempt: metadata.output?.attempt ?? null,
  created_at: timeOf(metadata.createdAt),
});

/** A value in PostgreSQL's binary format, which is the version of the format before the text. */
const jsonb = (json: JsonBytes) => sql<string>`${Buffer.concat([JSONB_VERSION, json])}::jsonb`;

const JSONB_VERSION = Buffer.from([1]);

/** The document that is stored for this output of this job. */
export const findMetadataOutput = (
  trx: DatabaseTransaction,
  { jobId, key }: KeyedOutput,
  { content }: NewMetadata,
): Promise<StoredOutput | undefined> =>
  trx
    .selectFrom('metadata')
    .select(['id', 'attempt', sql<boolean>`content = ${jsonb(content)}`.as('isSame')])
    .where('job_id', '=', jobId)
    .where('output_key', '=', key)
    .executeTakeFirst();

/**
 * The document that one without an output key takes the place of: an equal one of the same attempt, which is a repeat,
 * or else the first one on the resource that an earlier attempt of the job has left.
 */
export const findUnnamedMetadata = async (
  trx: DatabaseTransaction,
  { resource, context, content }: NewMetadata,
  { jobId, attempt }: Output,
): Promise<StoredOutput | undefined> => {
  const contextOrNull = context === null ? sql`null::jsonb` : jsonb(context);
  const { rows } = await sql<StoredOutput>`
    select id, attempt, content = ${jsonb(content)} as "isSame" from metadata
    where job_id = ${jobId}::uuid and output_key is null and ${sql.ref(resourceColumn(resource))} = ${resource.id}::uuid
      and (attempt is null or attempt < ${attempt}::integer or (attempt = ${attempt}::integer
        and content = ${jsonb(content)} and context is not distinct from ${contextOrNull}))
    order by attempt desc nulls last, id
    limit 1`.execute(trx);
  return rows[0];
};

interface StoredOutput {
  readonly id: string;
  readonly attempt: number | null;
  /** Whether its content is that of the new document. */
  readonly isSame: boolean;
}

/** Answers what was removed. @param extractor only documents of this extractor */
export const removeMetadata = async (
  trx: DatabaseTransaction,
  resource: ResourceId,
  extractor?: string,
): Promise<RemovedMetadata[]> => {
  let query = trx.deleteFrom('metadata').where(resourceColumn(resource), '=', resource.id);
  if (extractor !== undefined) query = query.where('extractor', '=', extractor);
  return query.returning(['id', 'extractor']).execute();
};
