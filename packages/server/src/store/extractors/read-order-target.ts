import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { storableText } from '../storable.ts';

/** An extractor that somebody orders work from. */
export interface OrderTarget {
  /** As it is registered. */
  readonly name: string;
  readonly enabled: boolean;
}

/**
 * By the name it is registered under, or, for the owner of a private one, by the name it calls itself. Other people's
 * private extractors are not there.
 */
export const readOrderTarget = async (
  db: Database,
  given: string,
  orderedBy: string | null,
): Promise<OrderTarget | undefined> => {
  const name = storableText(given);
  const { rows } = await sql<OrderTarget>`
    select name, enabled from extractors
    where (name = ${name} and (owner is null or owner = ${orderedBy}))
      or (owner = ${orderedBy} and info ->> 'name' = ${name})
    order by name <> ${name}, updated_at desc limit 1`.execute(db);
  return rows[0];
};
