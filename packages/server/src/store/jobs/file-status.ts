import { sql } from 'kysely';
import type { LatestJob } from '../../model/file.ts';
import type { ExtractionRequest, JobView } from '../../model/job.ts';
import type { Database } from '../database.ts';
import { instantOf, instantOrNull } from '../instant-column.ts';
import { readJobViews } from './read-jobs.ts';

/** The job of each extractor that shows the status of a file: the newest open one, else the newest of all. */
export const readJobsOfFile = (db: Database, fileId: string): Promise<JobView[]> =>
  readJobViews(
    db,
    sql`
      select distinct on (extractor) * from jobs where resource_id = ${fileId}::uuid
      order by extractor, (finished_at is null) desc, id desc`,
  );

export interface FileStatus {
  readonly id: string;
  readonly mime: string;
  readonly hasJobs: boolean;
  readonly hasOpenJobs: boolean;
}

/** For every file of a dataset, newest first. */
export const readFileStatuses = async (db: Database, datasetId: string): Promise<FileStatus[]> => {
  const { rows } = await sql<FileStatus>`
    select id, mime,
      exists (select from jobs where resource_id = files.id) as "hasJobs",
      exists (select from jobs where dataset_id = files.dataset_id and resource_id = files.id and finished_at is null)
        as "hasOpenJobs"
    from files where dataset_id = ${datasetId}::uuid order by id desc`.execute(db);
  return rows;
};

/** Whether a file, or a dataset or one of its files, has jobs that have not ended. */
export const isBeingProcessed = async (
  db: Database,
  { type, id }: { readonly type: 'file' | 'dataset'; readonly id: string },
): Promise<boolean> => {
  const column = type === 'file' ? sql`resource_id` : sql`dataset_id`;
  const { rows } = await sql<{ open: boolean }>`
    select exists (select from jobs where ${column} = ${id}::uuid and finished_at is null) as open`.execute(
    db,
  );
  return rows[0]?.open ?? false;
};

/** By file: the latest job of each extractor, in the order of their names. */
export const readLatestJobs = async (
  db: Database,
  fileIds: readonly string[],
): Promise<ReadonlyMap<string, readonly LatestJob[]>> => {
  const byFile = new Map<string, LatestJob[]>(fileIds.map((id) => [id, []]));
  if (fileIds.length === 0) return byFile;
  const rows = await db
    .selectFrom('jobs')
    .distinctOn(['resource_id', 'extractor'])
    .select(['resource_id', 'extractor', 'id', 'state', 'submitted_at', 'finished_at', 'last_event_at'])
    // One array, since a statement can have no more than 65,535 values.
    .where('resource_id', '=', sql<string>`any(${fileIds}::uuid[])`)
    .orderBy('resource_id')
    .orderBy('extractor')
    .orderBy('id', 'desc')
    .execute();
  for (const row of rows)
    byFile.get(row.resource_id)?.push({
      extractor: row.extractor,
      jobId: row.id,
      state: row.state,
      submittedAt: instantOf(row.submitted_at),
      finishedAt: instantOrNull(row.finished_at),
      lastEventAt: instantOf(row.last_event_at),
    });
  return byFile;
};

/** The files of a person's latest jobs, the latest first. */
export const readExtractionRequests = async (db: Database, userId: string): Promise<ExtractionRequest[]> => {
  const { rows } = await sql<RequestRow>`
    select f.created_at as "uploadedAt", requested.* from (
      select resource_id as "fileId", max(resource_name) as name, max(resource_mime) as mime,
        max(resource_size_bytes) as "sizeBytes", array_agg(distinct extractor order by extractor) as extractors,
        min(started_at) as "startedAt",
        case when bool_and(finished_at is not null) then max(finished_at) end as "endedAt",
        max(id::text) as latest
      from (
        select * from jobs where submitted_by = ${userId} order by id desc limit ${MAX_JOBS}
      ) recent
      where resource_type = 'file' group by resource_id
      order by latest desc limit ${MAX_FILES}
    ) requested
    left join files f on f.id = requested."fileId"
    order by requested.latest desc`.execute(db);
  return rows.map(rowToRequest);
};

const MAX_JOBS = 1_000;

const MAX_FILES = 100;

interface RequestRow extends Omit<ExtractionRequest, TimeField> {
  readonly uploadedAt: Date | null;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

type TimeField = 'uploadedAt' | 'startedAt' | 'endedAt';

const rowToRequest = (row: RequestRow): ExtractionRequest => ({
  ...row,
  uploadedAt: instantOrNull(row.uploadedAt),
  startedAt: instantOrNull(row.startedAt),
  endedAt: instantOrNull(row.endedAt),
});
