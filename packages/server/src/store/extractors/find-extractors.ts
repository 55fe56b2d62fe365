import type { ExtractorCandidate } from '@pawprint/core';
import { sql } from 'kysely';
import { storableText } from '../../model/storable.ts';
import type { Database, DatabaseTransaction } from '../database.ts';

/** Every extractor, as far as its selection asks. */
export const readTriggerCandidates = async (db: Database): Promise<ExtractorCandidate[]> => {
  const rows = await db
    .selectFrom('extractors')
    .select(['name', 'enabled', 'owner', 'process'])
    .orderBy('name')
    .execute();
  return rows.map(({ name, enabled, owner, process }) => ({
    name,
    enabled,
    owner,
    subscription: {
      file: process.file ?? [],
      dataset: process.dataset ?? [],
      metadata: process.metadata ?? [],
    },
  }));
};

/** An extractor that somebody orders work from. */
interface SubmitTarget {
  /** As it is registered. */
  readonly name: string;
  readonly enabled: boolean;
}

/**
 * By the name it is registered under, or, for the owner of a private one, by the name it calls itself. Other people's
 * private extractors are not there.
 */
export const findSubmitTarget = async (
  db: Database,
  given: string,
  orderedBy: string | null,
): Promise<SubmitTarget | undefined> => {
  const name = storableText(given);
  const { rows } = await sql<SubmitTarget>`
    select name, enabled from extractors
    where (name = ${name} and (owner is null or owner = ${orderedBy}))
      or (owner = ${orderedBy} and info ->> 'name' = ${name})
    order by name <> ${name}, updated_at desc limit 1`.execute(db);
  return rows[0];
};

/** An extractor that reports may speak of. */
export interface Reporter {
  /** As it is registered. */
  readonly name: string;
  /** As it calls itself: what its reports name it by. A private one is registered by its queue. */
  readonly ownName: string;
  /** The one that counts for new jobs. */
  readonly version: string;
}

/** Those that go by any of these names, as they are registered or as they call themselves. */
export const readReporters = async (
  trx: DatabaseTransaction,
  names: readonly string[],
): Promise<Reporter[]> => {
  const { rows } = await sql<Reporter>`
    select name, version, case when owner is null then name else coalesce(info ->> 'name', name) end as "ownName"
    from extractors
    where name = any(${names}::text[]) or (owner is not null and info ->> 'name' = any(${names}::text[]))
    order by name`.execute(trx);
  return rows;
};
