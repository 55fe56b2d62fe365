import { sql, type Transaction } from 'kysely';
import type { Schema } from '../schema.ts';

/** An extractor and what it works on. */
export interface Work {
  readonly extractor: string;
  readonly resourceId: string;
}

/** The newest are asked first; of the older ones only those that are still open can matter. */
const NEWEST = 20;
const OPEN = 10;

/** The ids of the jobs that a report without one may belong to. */
export const readJobsOnResource = async (
  trx: Transaction<Schema>,
  works: readonly Work[],
): Promise<string[]> => {
  if (works.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select distinct j.id
    from unnest(${works.map(({ extractor }) => extractor)}::text[],
      ${works.map(({ resourceId }) => resourceId)}::uuid[]) as w (extractor, resource_id)
    cross join lateral (
      (select id from jobs where resource_id = w.resource_id and extractor = w.extractor
        order by id desc limit ${NEWEST})
      union
      (select id from jobs where resource_id = w.resource_id and extractor = w.extractor and finished_at is null
        order by id desc limit ${OPEN})
    ) j`.execute(trx);
  return rows.map(({ id }) => id);
};
