import type { Database } from '../database.ts';
import { storableText } from '../storable.ts';

/** The queue an extractor was heard on; null where there is no such extractor, or it only ever spoke HTTP. */
export const readExtractorQueue = async (db: Database, name: string): Promise<string | null> => {
  const row = await db
    .selectFrom('extractors')
    .select('queue')
    .where('name', '=', storableText(name))
    .executeTakeFirst();
  return row?.queue ?? null;
};
