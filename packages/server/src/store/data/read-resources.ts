import { sql, type Transaction } from 'kysely';
import type { JobFacts } from '../../tracking/tracked-job.ts';
import type { Schema } from '../schema.ts';

/** What a job may work on, with the dataset it is, or is in. */
export interface FoundResource {
  readonly resource: JobFacts['resource'];
  readonly datasetId: string;
}

type Row = JobFacts['resource'] & { readonly datasetId: string };

/** By id: those of these ids that are files or datasets. */
export const readResources = async (
  trx: Transaction<Schema>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FoundResource>> => {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<Row>`
    select 'file' as type, id, name, size_bytes as "sizeBytes", mime, dataset_id as "datasetId"
    from files where id = any(${ids}::uuid[])
    union all
    select 'dataset', id, name, null, null, id from datasets where id = any(${ids}::uuid[])`.execute(trx);
  return new Map(rows.map(({ datasetId, ...resource }) => [resource.id, { resource, datasetId }]));
};
