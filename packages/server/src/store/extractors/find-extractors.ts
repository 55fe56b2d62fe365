import type { ExtractorCandidate } from '@pawprint/core';
import { sql } from 'kysely';
import { storableText } from '../../model/storable.ts';
import type { Database } from '../database.ts';

/** All extractors, with what core needs to select those for a data change. */
export const readTriggerCandidates = async (db: Database): Promise<ExtractorCandidate[]> =>
  (await selectCandidates(db).execute()).map(rowToCandidate);

export const readTriggerCandidate = async (
  db: Database,
  name: string,
): Promise<ExtractorCandidate | undefined> => {
  const row = await selectCandidates(db).where('name', '=', name).executeTakeFirst();
  return row && rowToCandidate(row);
};

const selectCandidates = (db: Database) =>
  db.selectFrom('extractors').select(['name', 'enabled', 'owner', 'process']).orderBy('name');

interface CandidateRow extends Pick<ExtractorCandidate, 'name' | 'enabled' | 'owner'> {
  readonly process: Partial<ExtractorCandidate['subscription']>;
}

const rowToCandidate = ({ process, ...row }: CandidateRow): ExtractorCandidate => ({
  ...row,
  subscription: {
    file: process.file ?? [],
    dataset: process.dataset ?? [],
    metadata: process.metadata ?? [],
  },
});

/** An extractor for which a person submits a job. */
interface SubmitTarget {
  /** The name under which it is registered. */
  readonly name: string;
  readonly enabled: boolean;
}

/**
 * Finds an extractor by the name under which it is registered; for the owner of a private one also by the name that it
 * gives itself. Private extractors of other people are not found.
 */
export const findSubmitTarget = async (
  db: Database,
  given: string,
  submittedBy: string | null,
): Promise<SubmitTarget | undefined> => {
  const name = storableText(given);
  const { rows } = await sql<SubmitTarget>`
    select name, enabled from extractors
    where (name = ${name} and (owner is null or owner = ${submittedBy}))
      or (owner = ${submittedBy} and info ->> 'name' = ${name})
    order by name <> ${name}, updated_at desc limit 1`.execute(db);
  return rows[0];
};

/** An extractor that sends reports. */
export interface Reporter {
  /** The name under which it is registered. */
  readonly name: string;
  /** The name that it gives itself, also in its reports. A private extractor is registered under its queue instead. */
  readonly ownName: string;
  /** The current version, which new jobs are for. */
  readonly version: string;
}

/** Extractors that are registered under one of these names, or give themselves one of them. */
export const readReporters = async (db: Database, names: readonly string[]): Promise<Reporter[]> => {
  const { rows } = await sql<Reporter>`
    select name, version, case when owner is null then name else coalesce(info ->> 'name', name) end as "ownName"
    from extractors
    where name = any(${names}::text[]) or (owner is not null and info ->> 'name' = any(${names}::text[]))
    order by name`.execute(db);
  return rows;
};
