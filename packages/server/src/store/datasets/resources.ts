import { sql } from 'kysely';
import type { JobFacts } from '../../model/job.ts';
import { DATASET_NOT_FOUND, FILE_NOT_FOUND, type Refusal, SECTION_NOT_FOUND } from '../../model/refusal.ts';
import type { TaggedRef } from '../../model/resource.ts';
import type { DatabaseTransaction } from '../database.ts';
import { lockDataset } from './datasets.ts';
import { lockFile } from './files.ts';
import { lockSection } from './sections.ts';

/** Keeps a resource from being deleted until the transaction ends. A refusal if it does not exist. */
export const lockResource = async (
  trx: DatabaseTransaction,
  { type, id }: Pick<TaggedRef, 'type' | 'id'>,
): Promise<Refusal | undefined> => {
  const [lock, notFound] = LOCKS[type];
  return (await lock(trx, id)) ? undefined : notFound;
};

const LOCKS = {
  file: [lockFile, FILE_NOT_FOUND],
  dataset: [lockDataset, DATASET_NOT_FOUND],
  section: [lockSection, SECTION_NOT_FOUND],
} as const;

/** Keeps those of these files and datasets that exist from being deleted until the transaction ends. */
export const lockResources = async (trx: DatabaseTransaction, ids: readonly string[]): Promise<void> => {
  await sql`select from datasets where id = any(${ids}::uuid[]) order by id for key share`.execute(trx);
  await sql`select from files where id = any(${ids}::uuid[]) order by id for key share`.execute(trx);
};

/** A resource for a job, with the dataset that it is or is in. */
export interface FoundResource {
  readonly resource: JobFacts['resource'];
  readonly datasetId: string;
}

/** By id. Ids of neither files nor datasets are left out. */
export const readResources = async (
  trx: DatabaseTransaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, FoundResource>> => {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<JobFacts['resource'] & { readonly datasetId: string }>`
    select 'file' as type, id, name, size_bytes as "sizeBytes", mime, dataset_id as "datasetId"
    from files where id = any(${ids}::uuid[])
    union all
    select 'dataset', id, name, null, null, id from datasets where id = any(${ids}::uuid[])`.execute(trx);
  return new Map(rows.map(({ datasetId, ...resource }) => [resource.id, { resource, datasetId }]));
};

/** The ids of the files with these bytes, by SHA-256. Digests of no file are left out. */
export const readFileIdsByDigest = async (
  trx: DatabaseTransaction,
  digests: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> => {
  if (digests.length === 0) return new Map();
  const { rows } = await sql<{ sha256: string; ids: string[] }>`
    select sha256, array_agg(id::text) as ids from files where sha256 = any(${digests}::text[]) group by sha256`.execute(
    trx,
  );
  return new Map(rows.map(({ sha256, ids }) => [sha256, ids]));
};
