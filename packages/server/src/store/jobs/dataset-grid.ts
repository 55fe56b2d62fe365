import type { Instant, JobState } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import { validate } from 'uuid';
import { storableText } from '../../model/storable.ts';
import type { Database } from '../database.ts';
import { instantOf, instantOrNull } from '../instant-column.ts';
import { allOf } from './job-filter.ts';
import { hasLatestState, WITH_LATEST_STATES } from './latest-states.ts';
import { isNamed } from './subject-names.ts';

/** What decides which extractors run on a file. */
export interface FileKind {
  readonly mime: string;
  /** The extractor that made it; null for a person. */
  readonly madeBy: string | null;
}

interface CountedCells extends FileKind {
  readonly files: number;
  /** Null: files of the kind, with jobs or without. */
  readonly cell: { readonly extractor: string; readonly state: JobState } | null;
}

/**
 * How many files of each kind a dataset has, and on how many of them the latest job of an extractor is in a state. Files
 * that are alike, as most are, are counted before their states are taken apart.
 */
export const countCells = async (db: Database, datasetId: string): Promise<CountedCells[]> => {
  const { rows } = await sql<CountedCells>`
    with alike as materialized (
      select f.mime, ${MADE_BY} as made_by, s.states, count(*) as files
      from files f ${WITH_LATEST_STATES} where f.dataset_id = ${datasetId}::uuid group by 1, 2, 3
    )
    select mime, made_by as "madeBy", null as cell, sum(files)::integer as files from alike group by 1, 2
    union all
    select mime, made_by, jsonb_build_object('extractor', extractor, 'state', state), sum(files)::integer
    from alike cross join lateral jsonb_each_text(alike.states) latest (extractor, state)
    group by mime, made_by, extractor, state`.execute(db);
  return rows;
};

/** A subquery: for a join the planner would read all jobs in the order of their ids. */
const MADE_BY = sql`(select extractor from jobs where id = f.made_by_job)`;

/** The MIME types of a dataset's files. */
export const listFileTypes = async (db: Database, datasetId: string): Promise<string[]> => {
  const rows = await db
    .selectFrom('files')
    .select('mime')
    .distinct()
    .where('dataset_id', '=', datasetId)
    .execute();
  return rows.map(({ mime }) => mime);
};

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
        /** By MIME type. */
        readonly missing: ReadonlyMap<string, readonly string[]>;
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
    with matched as materialized (
      select f.id from files f ${WITH_LATEST_STATES}
      where f.dataset_id = ${datasetId}::uuid and ${allOf(fileConditions(filter))}
    )
    select (select count(*)::integer from matched) as total, page.*
    from (values (1)) one
    left join lateral (
      select f.id, f.name, f.mime, f.size_bytes as "sizeBytes", ${MADE_BY} as "madeBy"
      from (select id from matched order by id desc offset ${offset} limit ${limit}) chosen join files f using (id)
    ) page on true
    order by page.id desc`.execute(db);
  return {
    total: rows[0]?.total ?? 0,
    files: rows.flatMap(({ id, name, mime, sizeBytes, madeBy }) =>
      id === null ? [] : [{ id, name, mime, sizeBytes, madeBy }],
    ),
  };
};

const fileConditions = ({ until, q, cells }: GridFilter): RawBuilder<unknown>[] => [
  ...(until === undefined || !validate(until) ? [] : [sql`f.id <= ${until}::uuid`]),
  ...(q === undefined ? [] : [isNamed(sql`f.name`, `*${q}*`)]),
  ...(cells === undefined ? [] : [hasCell(cells)]),
];

const hasCell = ({ states, extractor, missing }: NonNullable<GridFilter['cells']>): RawBuilder<unknown> => {
  const hasState = hasLatestState(states, extractor === undefined ? [] : [extractor]);
  return sql`(${sql.join([hasState, ...[...missing].map(isMissing)], sql` or `)})`;
};

/** One of the extractors has no job on the file, and did not make it. */
const isMissing = ([mime, extractors]: readonly [string, readonly string[]]): RawBuilder<unknown> => sql`(
  f.mime = ${mime}
  and not coalesce(s.states, '{}') ?& array_remove(${extractors.map(storableText)}::text[], ${MADE_BY}))`;

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
