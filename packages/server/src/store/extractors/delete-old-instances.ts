import type { Instant } from '@pawprint/core';
import type { Database } from '../database.ts';
import { timeOf } from '../jobs/instant-column.ts';

/** Those last seen before then; the extractors and versions they ran stay. */
export const deleteOldInstances = async (db: Database, before: Instant): Promise<void> => {
  await db.deleteFrom('extractor_instances').where('last_seen_at', '<', timeOf(before)).execute();
};
