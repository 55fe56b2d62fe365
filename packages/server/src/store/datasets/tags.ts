import { sql } from 'kysely';
import { v7 as uuidv7 } from 'uuid';
import type { StoredTag, TaggedBy } from '../../model/tag.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { timeOf } from '../instant-column.ts';
import { existingUser } from '../users.ts';

/** A tag has one of three columns set to what it is attached to; the others are null. */
interface TaggedId {
  readonly type: 'file' | 'dataset' | 'section';
  readonly id: string;
}

const COLUMNS = { file: 'file_id', dataset: 'dataset_id', section: 'section_id' } as const;

/** Changes nothing about tags that exist already. */
export const insertTags = async (
  trx: DatabaseTransaction,
  { type, id }: TaggedId,
  tags: readonly string[],
  by: TaggedBy,
): Promise<void> => {
  if (tags.length === 0) return;
  const rows = tags.map((tag) => ({
    id: uuidv7(),
    [COLUMNS[type]]: id,
    tag,
    user_id: existingUser(by.userId),
    extractor: by.extractor,
    job_id: by.jobId,
    created_at: timeOf(by.at),
  }));
  await trx
    .insertInto('tags')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['file_id', 'dataset_id', 'section_id', 'tag']).doNothing())
    .execute();
};

/** Changes nothing about tags that exist already. */
export const insertTagsOnFiles = async (
  trx: DatabaseTransaction,
  fileIds: readonly string[],
  tags: readonly string[],
  by: Pick<TaggedBy, 'userId' | 'at'>,
): Promise<void> => {
  await sql`
    insert into tags (id, file_id, tag, user_id, created_at)
    select gen_random_uuid(), file_id, tag, ${existingUser(by.userId)}, ${timeOf(by.at)}
    from unnest(${fileIds}::uuid[]) file_id cross join unnest(${tags}::text[]) tag
    on conflict (file_id, dataset_id, section_id, tag) do nothing`.execute(trx);
};

export const removeTagsFromFiles = async (
  trx: DatabaseTransaction,
  fileIds: readonly string[],
  tags: readonly string[],
): Promise<void> => {
  await sql`delete from tags where file_id = any(${fileIds}::uuid[]) and tag = any(${tags}::text[])`.execute(
    trx,
  );
};

/** Removes these tags, or all tags if none are given. */
export const removeTags = async (
  trx: DatabaseTransaction,
  { type, id }: TaggedId,
  tags?: readonly string[],
): Promise<void> => {
  if (tags?.length === 0) return;
  let query = trx.deleteFrom('tags').where(COLUMNS[type], '=', id);
  if (tags) query = query.where('tag', 'in', tags);
  await query.execute();
};

/** In alphabetical order. */
export const readTags = async (db: Database, { type, id }: TaggedId): Promise<StoredTag[]> =>
  db
    .selectFrom('tags')
    .select(['id', 'tag as name', 'extractor', 'user_id as userId'])
    .where(COLUMNS[type], '=', id)
    .orderBy('tag')
    .execute();

export const listTags = async (db: Database, tagged: TaggedId): Promise<string[]> =>
  (await readTags(db, tagged)).map(({ name }) => name);
