import { sql, type Transaction } from 'kysely';
import type { Schema } from '../schema.ts';

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
  trx: Transaction<Schema>,
  names: readonly string[],
): Promise<Reporter[]> => {
  const { rows } = await sql<Reporter>`
    select name, version, case when owner is null then name else coalesce(info ->> 'name', name) end as "ownName"
    from extractors
    where name = any(${names}::text[]) or (owner is not null and info ->> 'name' = any(${names}::text[]))
    order by name`.execute(trx);
  return rows;
};
