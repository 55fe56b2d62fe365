import type { Instant } from '@pawprint/core';
import type { Selectable } from 'kysely';
import type { Metadata, MetadataAgent, RemovedMetadata } from '../../model/metadata.ts';
import type { KeyedOutput, Output } from '../../model/output.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { instantOf, timeOf } from '../instant-column.ts';
import type { MetadataTable } from '../schema/datasets.ts';
import { existingUser } from '../users.ts';
import { type ResourceId, resourceColumn, resourceColumns } from './resource-columns.ts';

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

const contentColumns = (metadata: NewMetadata) => ({
  ...resourceColumns(metadata.resource),
  context: metadata.context === undefined ? null : JSON.stringify(metadata.context),
  content: JSON.stringify(metadata.content),
  agent: JSON.stringify(metadata.agent),
  attempt: metadata.output?.attempt ?? null,
  created_at: timeOf(metadata.createdAt),
});

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

/** A later attempt's document in place of an earlier one's. It keeps its id. */
export const replaceMetadata = async (
  trx: DatabaseTransaction,
  id: string,
  metadata: NewMetadata,
): Promise<void> => {
  await trx.updateTable('metadata').set(contentColumns(metadata)).where('id', '=', id).execute();
};

/** The document that this output of this job has become. */
export const findMetadataOutput = (trx: DatabaseTransaction, { jobId, key }: KeyedOutput) =>
  trx
    .selectFrom('metadata')
    .select(['id', 'content', 'attempt'])
    .where('job_id', '=', jobId)
    .where('output_key', '=', key)
    .executeTakeFirst();

const metadataOf = (row: Selectable<MetadataTable>): Metadata => ({
  id: row.id,
  context: row.context ?? undefined,
  content: row.content,
  agent: row.agent,
  extractor: row.extractor,
  jobId: row.job_id,
  createdAt: instantOf(row.created_at),
});

/** Newest first; of one extractor only where it is named. */
export const listMetadata = async (
  db: Database,
  resource: ResourceId,
  extractor?: string,
): Promise<Metadata[]> => {
  let query = db.selectFrom('metadata').selectAll().where(resourceColumn(resource), '=', resource.id);
  if (extractor !== undefined) query = query.where('extractor', '=', extractor);
  return (await query.orderBy('id', 'desc').execute()).map(metadataOf);
};

/** Of one extractor only where it is named; gives those that were removed. */
export const removeMetadata = async (
  trx: DatabaseTransaction,
  resource: ResourceId,
  extractor?: string,
): Promise<RemovedMetadata[]> => {
  let query = trx.deleteFrom('metadata').where(resourceColumn(resource), '=', resource.id);
  if (extractor !== undefined) query = query.where('extractor', '=', extractor);
  return query.returning(['id', 'extractor']).execute();
};

export const countMetadata = async (db: Database, resource: ResourceId): Promise<number> => {
  const row = await db
    .selectFrom('metadata')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where(resourceColumn(resource), '=', resource.id)
    .executeTakeFirstOrThrow();
  return row.count;
};
