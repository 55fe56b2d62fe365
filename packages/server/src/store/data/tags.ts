import { v7 as uuidv7 } from 'uuid';
import type { DataTransaction } from '../../data/ports.ts';
import type { Database } from '../database.ts';
import { existingUser } from './existing-user.ts';
import { type ResourceId, resourceColumn, resourceColumns } from './resource-columns.ts';

export interface TaggedBy {
  readonly userId: string | null;
  readonly extractor: string | null;
  readonly jobId: string | null;
  readonly at: Date;
}

/** Tags that are there already stay as they are. */
export const insertTags = async (
  trx: DataTransaction,
  resource: ResourceId,
  tags: readonly string[],
  by: TaggedBy,
): Promise<void> => {
  if (tags.length === 0) return;
  const rows = tags.map((tag) => ({
    id: uuidv7(),
    ...resourceColumns(resource),
    tag,
    user_id: existingUser(by.userId),
    extractor: by.extractor,
    job_id: by.jobId,
    created_at: by.at,
  }));
  await trx
    .insertInto('tags')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['file_id', 'dataset_id', 'tag']).doNothing())
    .execute();
};

export const removeTags = async (
  trx: DataTransaction,
  resource: ResourceId,
  tags: readonly string[],
): Promise<void> => {
  if (tags.length === 0) return;
  await trx
    .deleteFrom('tags')
    .where(resourceColumn(resource), '=', resource.id)
    .where('tag', 'in', tags)
    .execute();
};

/** In their alphabetical order. */
export const listTags = async (db: Database, resource: ResourceId): Promise<string[]> => {
  const rows = await db
    .selectFrom('tags')
    .select('tag')
    .where(resourceColumn(resource), '=', resource.id)
    .orderBy('tag')
    .execute();
  return rows.map(({ tag }) => tag);
};
