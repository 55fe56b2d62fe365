import type { Instant } from '@pawprint/core';
import type { StoredFile } from '../../model/file.ts';
import { storableText } from '../../model/storable.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { timeOf } from '../instant-column.ts';

/** What a person calls a request to upload. */
export interface UploadKey {
  readonly userId: string;
  readonly key: string;
}

interface KeyedUpload {
  readonly datasetId: string;
  readonly files: readonly StoredFile[];
}

/** What a request of this name has stored. */
export const findKeyedUpload = async (
  db: Database,
  { userId, key }: UploadKey,
): Promise<KeyedUpload | undefined> => {
  const row = await db
    .selectFrom('upload_keys')
    .select(['dataset_id', 'files'])
    .where('user_id', '=', userId)
    .where('key', '=', storableText(key))
    .executeTakeFirst();
  return row && { datasetId: row.dataset_id, files: row.files };
};

/** False if a request of this name has stored its files already. Waits for one that is storing them at the moment. */
export const insertKeyedUpload = async (
  trx: DatabaseTransaction,
  { userId, key }: UploadKey,
  { datasetId, files }: KeyedUpload,
  at: Instant,
): Promise<boolean> => {
  const stored = files.map(({ id, name, createdAt }) => ({ id, name, createdAt }));
  const row = await trx
    .insertInto('upload_keys')
    .values({
      user_id: userId,
      key: storableText(key),
      dataset_id: datasetId,
      files: JSON.stringify(stored),
      created_at: timeOf(at),
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst();
  return row !== undefined;
};

export const deleteOldUploadKeys = async (db: Database, before: Instant): Promise<void> => {
  await db.deleteFrom('upload_keys').where('created_at', '<', timeOf(before)).execute();
};
