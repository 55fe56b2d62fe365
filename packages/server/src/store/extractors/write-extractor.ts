import type { Instant } from '@pawprint/core';
import type { Transaction } from 'kysely';
import { v7 } from 'uuid';
import type { Announcement } from '../../registry/extractor.ts';
import type { Schema } from '../schema.ts';
import { storableRecord } from '../storable.ts';

/** What an administrator has set (enabled, owner) stays as it is; the newest announcement counts for new jobs. Answers the extractor's id. */
export const writeExtractor = async (
  trx: Transaction<Schema>,
  announced: Announcement,
  enabledIfNew: boolean,
  now: Instant,
): Promise<string> => {
  const said = {
    version: announced.version,
    info: JSON.stringify(storableRecord(announced.info)),
    process: JSON.stringify(storableRecord(announced.process)),
    updated_at: new Date(now),
  };
  const { id } = await trx
    .insertInto('extractors')
    .values({
      ...said,
      name: announced.name,
      id: v7({ msecs: now }),
      enabled: enabledIfNew,
      owner: announced.owner,
      first_seen_at: new Date(now),
    })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(said))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
};

export const writeExtractorVersion = async (
  trx: Transaction<Schema>,
  { name, version, info }: Announcement,
  now: Instant,
): Promise<void> => {
  const said = { info: JSON.stringify(storableRecord(info)), last_seen_at: new Date(now) };
  await trx
    .insertInto('extractor_versions')
    .values({ ...said, extractor: name, version, first_seen_at: new Date(now) })
    .onConflict((conflict) => conflict.columns(['extractor', 'version']).doUpdateSet(said))
    .execute();
};
