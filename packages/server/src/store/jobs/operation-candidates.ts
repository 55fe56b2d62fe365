import type { Instant, JobFilter, JobFlag, JobState } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import { validate } from 'uuid';
import type { ExtractorGrant, Grant } from '../../model/grant.ts';
import type { Resource } from '../../model/job.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { hasOutputs } from '../datasets/outputs.ts';
import { isOnInSpaces } from '../extractors/find-extractors.ts';
import { isExtractorGranted } from '../granted.ts';
import { allOf, filterConditions, grantConditions } from './job-filter.ts';

/** What decides whether an operation acts on a job. */
export interface JobCandidate {
  readonly id: string;
  readonly datasetId: string | null;
  readonly state: JobState;
  readonly flags: readonly JobFlag[];
  readonly isResubmitted: boolean;
  /** The extractor has a newer one on the same file or dataset. */
  readonly hasNewerJob: boolean;
  readonly extractor: string;
  /** It is enabled, no space has switched it off for the dataset, and it is no private one that the person may not use. */
  readonly isExtractorAvailable: boolean;
  readonly resource: Resource;
  /** It was not deleted. */
  readonly resourceExists: boolean;
  /** Something that it made is left. False if that was not asked for. */
  readonly hasOutputs: boolean;
}

export interface CandidateOptions {
  readonly usable: ExtractorGrant;
  readonly withOutputs: boolean;
}

/** One page of the jobs that a filter selects, oldest first. */
export const readJobCandidates = (
  db: Database,
  { grant, filter }: { readonly grant: Grant; readonly filter: JobFilter },
  page: CandidateOptions & { readonly after: string | undefined; readonly size: number },
  now: Instant,
): Promise<JobCandidate[]> => {
  const newer = page.after === undefined ? [] : [sql`id > ${page.after}::uuid`];
  const selection = sql`
    select * from jobs where ${allOf([...grantConditions(grant), ...filterConditions(filter, now), ...newer])}
    order by id limit ${page.size}`;
  return readCandidates(db, selection, page);
};

/** Ids of no job are left out. */
export const readJobCandidatesById = (
  db: Database,
  ids: readonly string[],
  options: CandidateOptions,
): Promise<JobCandidate[]> => {
  const selection = sql`select * from jobs where id = any(${ids.filter((id) => validate(id))}::uuid[])`;
  return readCandidates(db, selection, options);
};

const readCandidates = async (
  db: Database,
  selection: RawBuilder<unknown>,
  { usable, withOutputs }: CandidateOptions,
): Promise<JobCandidate[]> => {
  const { rows } = await sql<Omit<JobCandidate, 'resource'> & ResourceColumns>`
    select j.id, j.dataset_id as "datasetId", j.state, j.flags, j.resubmitted_as <> '{}' as "isResubmitted", j.extractor,
      exists (
        select from jobs n where n.resource_id = j.resource_id and n.extractor = j.extractor and n.id > j.id
      ) as "hasNewerJob",
      e.enabled and ${isExtractorGranted(usable, 'e')} and ${isOnInSpaces('e', 'j.dataset_id')}
        as "isExtractorAvailable",
      j.resource_type, j.resource_id, j.resource_name,
      case j.resource_type
        when 'file' then exists (select from files where files.id = j.resource_id)
        else exists (select from datasets where datasets.id = j.resource_id)
      end as "resourceExists",
      ${withOutputs ? hasOutputs('j') : sql.lit(false)} as "hasOutputs"
    from (${selection}) j join extractors e on e.name = j.extractor
    order by j.id`.execute(db);
  return rows.map(({ resource_type: type, resource_id: id, resource_name: name, ...candidate }) => ({
    ...candidate,
    resource: { type, id, name },
  }));
};

interface ResourceColumns {
  readonly resource_type: Resource['type'];
  readonly resource_id: string;
  readonly resource_name: string;
}

/** What decides whether an extractor has to be run on a file. */
export interface FileCandidate {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  readonly sizeBytes: number;
  readonly datasetId: string;
  /** The extractor that made it; null for a person. */
  readonly madeBy: string | null;
  /** The versions of the extractor that have done it, or declined to; null stands for an unknown version. */
  readonly doneBy: readonly (string | null)[];
  /** The extractor has a job on it that has not ended. */
  readonly hasOpenJob: boolean;
  /** No space has switched the extractor off for the dataset. */
  readonly isExtractorOn: boolean;
}

/** One page of the files of a dataset, of all files, or of those named, oldest first. */
export const readFileCandidates = (
  db: Database,
  extractor: string,
  page: {
    readonly grant: Grant;
    readonly datasetId: string | undefined;
    readonly fileIds: readonly string[] | undefined;
    readonly after: string | undefined;
    readonly size: number;
  },
): Promise<FileCandidate[]> => {
  const conditions = [
    ...grantConditions(page.grant),
    ...(page.datasetId === undefined ? [] : [sql`dataset_id = ${page.datasetId}::uuid`]),
    ...(page.fileIds === undefined
      ? []
      : [sql`id = any(${page.fileIds.filter((id) => validate(id))}::uuid[])`]),
    ...(page.after === undefined ? [] : [sql`id > ${page.after}::uuid`]),
  ];
  const selection = sql`select * from files where ${allOf(conditions)} order by id limit ${page.size}`;
  return readFiles(db, selection, extractor);
};

/**
 * Files that no other operation can submit jobs on until the transaction ends, so that none gets two. Ids of no file are
 * left out.
 */
export const lockFileCandidates = async (
  trx: DatabaseTransaction,
  ids: readonly string[],
  extractor: string,
): Promise<FileCandidate[]> => {
  await sql`select from files where id = any(${ids}::uuid[]) order by id for no key update`.execute(trx);
  // A second statement: it also sees the jobs of the transaction that the first one has waited for.
  return readFiles(trx, sql`select * from files where id = any(${ids}::uuid[])`, extractor);
};

const readFiles = async (
  db: Database,
  selection: RawBuilder<unknown>,
  extractor: string,
): Promise<FileCandidate[]> => {
  const { rows } = await sql<FileCandidate>`
    select f.id, f.name, f.mime, f.size_bytes as "sizeBytes", f.dataset_id as "datasetId",
      (select m.extractor from jobs m where m.id = f.made_by_job) as "madeBy",
      coalesce(j.done_by, '{}') as "doneBy", coalesce(j.has_open_job, false) as "hasOpenJob",
      ${isOnInSpaces('e', 'f.dataset_id')} as "isExtractorOn"
    from (${selection}) f join extractors e on e.name = ${extractor}
    cross join lateral (
      select
        -- a job without an attempt was skipped by the server, at the limit of its chain: the extractor has not seen it
        array_agg(distinct extractor_version)
          filter (where state = 'SUCCEEDED' or (state = 'SKIPPED' and attempt_count > 0)) as done_by,
        bool_or(finished_at is null) as has_open_job
      from jobs where resource_id = f.id and extractor = ${extractor}
    ) j
    order by f.id`.execute(db);
  return rows;
};
