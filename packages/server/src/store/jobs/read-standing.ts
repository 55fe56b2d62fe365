import { sql } from 'kysely';
import type { Database } from '../database.ts';
import type { JobView } from './job-view.ts';
import { readJobViews } from './read-jobs.ts';

/** By extractor, the job that says how it stands on a file: the newest of those still open, else the newest of all. */
export const readStanding = (db: Database, fileId: string): Promise<JobView[]> =>
  readJobViews(
    db,
    sql`
      select distinct on (extractor) * from jobs where resource_id = ${fileId}::uuid
      order by extractor, (finished_at is null) desc, id desc`,
  );

export interface FileStanding {
  readonly id: string;
  readonly mime: string;
  readonly hasJobs: boolean;
  readonly hasOpenJobs: boolean;
}

/** Of every file of a dataset, newest first. */
export const readFileStandings = async (db: Database, datasetId: string): Promise<FileStanding[]> => {
  const { rows } = await sql<FileStanding>`
    select id, mime,
      exists (select from jobs where resource_id = files.id) as "hasJobs",
      exists (select from jobs where resource_id = files.id and finished_at is null) as "hasOpenJobs"
    from files where dataset_id = ${datasetId}::uuid order by id desc`.execute(db);
  return rows;
};

/** Whether anything is still to be done on a file, or on a dataset or one of its files. */
export const isBeingProcessed = async (
  db: Database,
  { type, id }: { readonly type: 'file' | 'dataset'; readonly id: string },
): Promise<boolean> => {
  const column = type === 'file' ? sql`resource_id` : sql`dataset_id`;
  const { rows } = await sql<{ busy: boolean }>`
    select exists (select from jobs where ${column} = ${id}::uuid and finished_at is null) as busy`.execute(
    db,
  );
  return rows[0]?.busy ?? false;
};
