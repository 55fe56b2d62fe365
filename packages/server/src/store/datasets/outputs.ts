import { type RawBuilder, sql } from 'kysely';
import type { RemovedMetadata } from '../../model/metadata.ts';
import type { OutputCounts } from '../../model/operation.ts';
import type { Database, DatabaseTransaction } from '../database.ts';

/** Something that a job made and that is still there. */
export interface LeftOutput {
  readonly kind: keyof OutputCounts;
  readonly id: string;
  readonly jobId: string;
  /** Where it is now: files may have been moved. Null for a preview that was never attached, of a job without a dataset. */
  readonly datasetId: string | null;
}

/**
 * Previews of collections are left out, since they belong to no dataset. Tags have no index by job: those of its own resource
 * are found.
 */
const outputsOf = (jobIds: readonly string[]): RawBuilder<LeftOutput> => {
  const ids = sql`any(${jobIds}::uuid[])`;
  return sql`
    select 'metadata' as kind, m.id, m.job_id as "jobId", coalesce(f.dataset_id, m.dataset_id) as "datasetId"
    from metadata m left join files f on f.id = m.file_id where m.job_id = ${ids}
    union all
    select 'previews', p.id, p.job_id, coalesce(f.dataset_id, j.dataset_id)
    from previews p join jobs j on j.id = p.job_id left join sections s on s.id = p.section_id
    left join files f on f.id = coalesce(p.file_id, s.file_id)
    where p.job_id = ${ids} and p.collection_id is null
    union all
    select 'files', id, made_by_job, dataset_id from files where made_by_job = ${ids}
    union all
    select 'tags', t.id, t.job_id, coalesce(f.dataset_id, t.dataset_id)
    from jobs j join tags t on t.job_id = j.id and (t.file_id = j.resource_id or t.dataset_id = j.resource_id)
    left join files f on f.id = t.file_id where j.id = ${ids}`;
};

export const readOutputsOfJobs = async (db: Database, jobIds: readonly string[]): Promise<LeftOutput[]> =>
  (await outputsOf(jobIds).execute(db)).rows;

export const countOutputsOfJobs = async (db: Database, jobIds: readonly string[]): Promise<OutputCounts> => {
  const { rows } = await sql<{ kind: keyof OutputCounts; count: number }>`
    select kind, count(*) from (${outputsOf(jobIds)}) made group by kind`.execute(db);
  const countOf = (kind: keyof OutputCounts): number => rows.find((row) => row.kind === kind)?.count ?? 0;
  return {
    metadata: countOf('metadata'),
    previews: countOf('previews'),
    files: countOf('files'),
    tags: countOf('tags'),
  };
};

/** Whether something that a job made is left. @param job the name that the query has given the table of jobs */
export const hasOutputs = (job: string): RawBuilder<boolean> => {
  const id = sql.ref(`${job}.id`);
  const resource = sql.ref(`${job}.resource_id`);
  return sql`(exists (select from metadata where job_id = ${id})
    or exists (select from previews where job_id = ${id} and collection_id is null)
    or exists (select from files where made_by_job = ${id})
    or exists (select from tags where file_id = ${resource} and job_id = ${id})
    or exists (select from tags where dataset_id = ${resource} and job_id = ${id}))`;
};

/** A document that was removed, and what it described. */
export interface RemovedDocument extends RemovedMetadata {
  readonly fileId: string | null;
  readonly datasetId: string | null;
}

export const removeDocuments = async (
  trx: DatabaseTransaction,
  ids: readonly string[],
): Promise<RemovedDocument[]> =>
  trx
    .deleteFrom('metadata')
    .where('id', '=', sql<string>`any(${ids}::uuid[])`)
    .returning(['id', 'extractor', 'file_id as fileId', 'dataset_id as datasetId'])
    .execute();

export const removePreviewsAndTags = async (
  trx: DatabaseTransaction,
  outputs: readonly Pick<LeftOutput, 'kind' | 'id'>[],
): Promise<void> => {
  for (const kind of ['previews', 'tags'] as const) {
    const ids = outputs.filter((output) => output.kind === kind).map(({ id }) => id);
    await sql`delete from ${sql.table(kind)} where id = any(${ids}::uuid[])`.execute(trx);
  }
};
