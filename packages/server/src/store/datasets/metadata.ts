import type { Instant } from '@pawprint/core';
import { type Selectable, sql } from 'kysely';
import type { Metadata, MetadataAgent, RemovedMetadata } from '../../model/metadata.ts';
import type { KeyedOutput, Output } from '../../model/output.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { instantOf, timeOf } from '../instant-column.ts';
import type { MetadataTable } from '../schema/datasets.ts';
import { existingUser } from '../users.ts';

interface ResourceId {
  readonly type: 'file' | 'dataset';
  readonly id: string;
}

/** Newest first. @param extractor only documents of this extractor */
export const listMetadata = async (
  db: Database,
  resource: ResourceId,
  extractor?: string,
): Promise<Metadata[]> => {
  let query = db.selectFrom('metadata').selectAll().where(resourceColumn(resource), '=', resource.id);
  if (extractor !== undefined) query = query.where('extractor', '=', extractor);
  return (await query.orderBy('id', 'desc').execute()).map(rowToMetadata);
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

const rowToMetadata = (row: Selectable<MetadataTable>): Metadata => ({
  id: row.id,
  context: row.context ?? undefined,
  content: row.content,
  agent: row.agent,
  extractor: row.extractor,
  jobId: row.job_id,
  createdAt: instantOf(row.created_at),
});

export interface NewMetadata {
  readonly id: string;
  readonly resource: ResourceId;
  readonly context: unknown;
  readonly content: unknown;
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
  context: metadata.context === undefined ? null : JSON.stringify(metadata.context),
  content: JSON.stringify(metadata.content),
  agent: JSON.stringify(metadata.agent),
  attempt: metadata.output?.attempt ?? null,
  created_at: timeOf(metadata.createdAt),
});

/** The document that is stored for this output of this job. */
export const findMetadataOutput = (trx: DatabaseTransaction, { jobId, key }: KeyedOutput) =>
  trx
    .selectFrom('metadata')
    .select(['id', 'content', 'attempt'])
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
  const contextJson = context === undefined ? null : JSON.stringify(context);
  const { rows } = await sql<StoredOutput>`
    select id, content, attempt from metadata
    where job_id = ${jobId}::uuid and output_key is null and ${sql.ref(resourceColumn(resource))} = ${resource.id}::uuid
      and (attempt is null or attempt < ${attempt}::integer or (attempt = ${attempt}::integer
        and content = ${JSON.stringify(content)}::jsonb and context is not distinct from ${contextJson}::jsonb))
    order by attempt desc nulls last, id
    limit 1`.execute(trx);
  return rows[0];
};

interface StoredOutput {
  readonly id: string;
  readonly content: unknown;
  readonly attempt: number | null;
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
