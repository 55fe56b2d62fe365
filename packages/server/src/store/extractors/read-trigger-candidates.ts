import type { TriggerCandidate } from '@pawprint/core';
import type { Database } from '../database.ts';

/** Every extractor, as far as its selection asks. */
export const readTriggerCandidates = async (db: Database): Promise<TriggerCandidate[]> => {
  const rows = await db
    .selectFrom('extractors')
    .select(['name', 'enabled', 'owner', 'process'])
    .orderBy('name')
    .execute();
  return rows.map(({ name, enabled, owner, process }) => ({
    name,
    enabled,
    owner,
    triggers: { file: process.file ?? [], dataset: process.dataset ?? [], metadata: process.metadata ?? [] },
  }));
};
