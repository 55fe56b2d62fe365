import { sql } from 'kysely';
import type { JobFacts } from '../../model/job.ts';
import { DATASET_NOT_FOUND, FILE_NOT_FOUND, type Refusal, SECTION_NOT_FOUND } from '../../model/refusal.ts';
import type { TaggedRef } from '../../model/resource.ts';
import type { DatabaseTransaction } from '../database.ts';
import { lockDataset } from './datasets.ts';
import { lockFile } from './files.ts';
import { lockSection } from './sections.ts';

const HELD = {
  file: [lockFile, FILE_NOT_FOUND],
  dataset: [lockDataset, DATASET_NOT_FOUND],
  section: [lockSection, SECTION_NOT_FOUND],
} as const;

/** Keeps what is written to from being deleted meanwhile; a refusal where it has been already. */
export const lockResource = async (
  trx: DatabaseTransaction,
  { type, id }: Pick<TaggedRef, 'type' | 'id'>,
): Promise<Refusal | undefined> => {
  const [hold, notFound] = HELD[type];
  return (await hold(trx, id)) ? undefined : notFound;
};

/** What a job may work on, with the dataset it is, or is in. */
export interface FoundResource {
  readonly resource: JobFacts['resource'];
  readonly datasetId: string;
}

type Row = JobFacts['resource'] & { readonly datasetId: string };

/** By id: those of these ids that are files or datasets. */
export const readResources = async (
  trx: DatabaseTransaction,
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
