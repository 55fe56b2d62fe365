import type { Instant, JobState } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import { validate } from 'uuid';
import { storableText } from '../../model/storable.ts';
import type { Database } from '../database.ts';
import { instantOf, instantOrNull } from '../instant-column.ts';
import { isNamed } from './subject-names.ts';

/** What decides which extractors run on a file. */
export interface FileKind {
  readonly mime: string;
  /** The extractor that made it; null for a person. */
  readonly madeBy: string | null;
}

interface CountedKind extends FileKind {
  readonly files: number;
}

/** How many files of each kind a dataset has. */
export const readFileKinds = async (db: Database, datasetId: string): Promise<CountedKind[]> => {
  const { rows } = await sql<CountedKind>`
    select f.mime, m.extractor as "madeBy", count(*)::integer as files
    from files f left join jobs m on m.id = f.made_by_job
    where f.dataset_id = ${datasetId}::uuid group by 1, 2`.execute(db);
  return rows;
};

interface CountedCells extends FileKind {
  readonly extractor: string;
  readonly state: JobState;
  readonly jobs: number;
}

/** How many of the latest jobs on files of each kind are in each state. */
export const countCells = async (db: Database, datasetId: string): Promise<CountedCells[]> => {
  const { rows } = await sql<CountedCells>`
    select latest.extractor, f.mime, m.extractor as "madeBy", latest.state, count(*)::integer as jobs
    from (${latestJobs(datasetId)}) latest
    join files f on f.id = latest.resource_id and f.dataset_id = ${datasetId}::uuid
    left join jobs m on m.id = f.made_by_job
    group by 1, 2, 3, 4`.execute(db);
  return rows;
};

const latestJobs = (datasetId: string): RawBuilder<unknown> => sql`
  select distinct on (resource_id, extractor) resource_id, extractor, state from jobs
  where dataset_id = ${datasetId}::uuid and resource_type = 'file' order by resource_id, extractor, id desc`;

/** The latest job of an extractor on a file, or on the dataset itself. */
export interface LatestCell {
  readonly resourceId: string;
  readonly extractor: string;
  readonly jobId: string;
  readonly state: JobState;
  readonly isStalled: boolean;
  readonly attempts: number;
  readonly progress: number | null;
  readonly submittedAt: Instant;
  readonly finishedAt: Instant | null;
  readonly lastEventAt: Instant;
}

/** @param resourceIds files of the dataset, or the dataset itself */
export const readCells = async (
  db: Database,
  datasetId: string,
  resourceIds: readonly string[],
): Promise<LatestCell[]> => {
  const { rows } = await sql<CellRow>`
    select distinct on (resource_id, extractor) resource_id as "resourceId", extractor, id as "jobId", state,
      'stalled' = any(flags) as "isStalled", attempt_count as attempts, progress, submitted_at as "submittedAt",
      finished_at as "finishedAt", last_event_at as "lastEventAt"
    from jobs where resource_id = any(${resourceIds}::uuid[]) and dataset_id = ${datasetId}::uuid
    order by resource_id, extractor, id desc`.execute(db);
  return rows.map(({ submittedAt, finishedAt, lastEventAt, ...cell }) => ({
    ...cell,
    submittedAt: instantOf(submittedAt),
    finishedAt: instantOrNull(finishedAt),
    lastEventAt: instantOf(lastEventAt),
  }));
};

interface CellRow extends Omit<LatestCell, 'submittedAt' | 'finishedAt' | 'lastEventAt'> {
  readonly submittedAt: Date;
  readonly finishedAt: Date | null;
  readonly lastEventAt: Date;
}

export interface GridFileRow extends FileKind {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
}

export interface GridFilter {
  /** Leaves out files that are newer than this one. */
  readonly until?: string | undefined;
  /** Part of the name. */
  readonly q?: string | undefined;
  /** The file has a latest job in one of the states, or one of the extractors has no job on it. */
  readonly cells?:
    | {
        readonly states: readonly JobState[];
        /** Default: whichever. */
        readonly extractor?: string | undefined;
        readonly missing: readonly (Pick<FileKind, 'mime'> & { readonly extractor: string })[];
      }
    | undefined;
}

interface GridRows {
  readonly total: number;
  readonly files: readonly GridFileRow[];
}

/** Some of the files that a filter selects, newest first, and how many it selects. */
export const readGridFiles = async (
  db: Database,
  datasetId: string,
  filter: GridFilter,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<GridRows> => {
  const { rows } = await sql<Omit<GridFileRow, 'id'> & { id: string | null; total: number }>`
    with latest as (${latestJobs(datasetId)}),
    matched as materialized (
      select f.id from files f
      where f.dataset_id = ${datasetId}::uuid and ${sql.join(fileConditions(datasetId, filter), sql` and `)}
    )
    select (select count(*)::integer from matched) as total, page.*
    from (values (1)) one
    left join lateral (
      select f.id, f.name, f.mime, f.size_bytes as "sizeBytes", m.extractor as "madeBy"
      from (select id from matched order by id desc offset ${offset} limit ${limit}) chosen
      join files f using (id) left join jobs m on m.id = f.made_by_job
    ) page on true
    order by page.id desc`.execute(db);
  return {
    total: rows[0]?.total ?? 0,
    files: rows.flatMap(({ id, name, mime, sizeBytes, madeBy }) =>
      id === null ? [] : [{ id, name, mime, sizeBytes, madeBy }],
    ),
  };
};

const fileConditions = (datasetId: string, { until, q, cells }: GridFilter): RawBuilder<unknown>[] => [
  sql`true`,
  ...(until === undefined || !validate(until) ? [] : [sql`f.id <= ${until}::uuid`]),
  ...(q === undefined ? [] : [isNamed(sql`f.name`, `*${q}*`)]),
  ...(cells === undefined ? [] : [sql`(${hasLatestJob(cells)} or ${misses(datasetId, cells)})`]),
];

type CellFilter = NonNullable<GridFilter['cells']>;

const hasLatestJob = ({ states, extractor }: CellFilter): RawBuilder<unknown> => sql`
  f.id in (
    select resource_id from latest where state = any(${states}::text[])
      ${extractor === undefined ? sql`` : sql`and extractor = ${storableText(extractor)}`}
  )`;

/** One of the extractors has no job on the file. An anti-join: of a condition on each file the planner makes a loop. */
const misses = (datasetId: string, { missing }: CellFilter): RawBuilder<unknown> =>
  missing.length === 0
    ? sql`false`
    : sql`f.id in (
      select file.id from files file
      join unnest(${missing.map(({ extractor }) => extractor)}::text[], ${missing.map(({ mime }) => mime)}::text[])
        wanted (extractor, mime) using (mime)
      left join jobs maker on maker.id = file.made_by_job
      where file.dataset_id = ${datasetId}::uuid and wanted.extractor is distinct from maker.extractor
        and not exists (
          select from latest where latest.resource_id = file.id and latest.extractor = wanted.extractor
        )
    )`;

/** When the first job of a dataset was submitted; undefined if it has none. */
export const readFirstSubmission = async (db: Database, datasetId: string): Promise<Instant | undefined> => {
  const row = await db
    .selectFrom('jobs')
    .select('submitted_at')
    .where('dataset_id', '=', datasetId)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst();
  return row && instantOf(row.submitted_at);
};
