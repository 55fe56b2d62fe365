import type { Instant, JobState } from '@pawprint/core';
import { sql } from 'kysely';
import { validate } from 'uuid';
import type { ExtractorJobs, Resource, ResourceJobs } from '../../model/job.ts';
import type { Database } from '../database.ts';
import { type JobViewRow, rowToJobView } from './job-row.ts';
import { writeCursor } from './list-jobs.ts';
import { JOB_VIEW } from './read-jobs.ts';

/** A file, a dataset alone, or a dataset with all of its files. */
export interface ExtractionsOf extends Pick<Resource, 'type' | 'id'> {
  readonly includesFiles?: boolean;
}

/** The jobs of a resource, grouped by extractor, by one query. Undefined if there is neither such a resource nor a job on it. */
export const readExtractions = async (
  db: Database,
  resource: ExtractionsOf,
  now: Instant,
): Promise<ResourceJobs | undefined> => {
  if (!validate(resource.id)) return undefined;
  const { rows } = await sql<Row>`
    select ${datasetOf(resource)} as known_dataset, listed.*
    from (values (1)) once
    left join lateral (
      select ${JOB_VIEW}, grouped.jobs_total, grouped.states
      from (
        select extractor, sum(jobs)::integer as jobs_total, json_object_agg(state, jobs) as states
        from (${countsOf(resource)}) counted group by extractor
      ) grouped
      cross join lateral (
        select * from jobs where ${isIncluded(resource)} and extractor = grouped.extractor
        order by id desc limit ${maxJobs(resource)}
      ) j
      order by j.extractor, j.id desc
    ) listed on true`.execute(db);
  const datasetId = rows[0]?.known_dataset ?? null;
  const extractors = groupsOf(rows.filter(hasJob), now);
  return datasetId === null && extractors.length === 0 ? undefined : { datasetId, extractors };
};

/** How many jobs of a group are shown. A dataset with its files has more groups, each of which is a summary. */
const maxJobs = ({ includesFiles = false }: ExtractionsOf): number => (includesFiles ? 6 : 20);

const datasetOf = ({ type, id }: Pick<Resource, 'type' | 'id'>) =>
  type === 'file'
    ? sql`(select dataset_id from files where id = ${id}::uuid)`
    : sql`(select id from datasets where id = ${id}::uuid)`;

/** With its files a dataset can have more jobs than can be counted in a request: these totals are kept. */
const countsOf = (resource: ExtractionsOf) =>
  resource.includesFiles
    ? sql`select extractor, state, jobs from job_totals where dataset_id = ${resource.id}::uuid and jobs > 0`
    : sql`
        select extractor, state, count(*)::integer as jobs
        from jobs where ${isIncluded(resource)} group by extractor, state`;

/** A job on a dataset has the dataset's id in both columns. */
const isIncluded = ({ id, includesFiles = false }: ExtractionsOf) =>
  includesFiles ? sql`dataset_id = ${id}::uuid` : sql`resource_id = ${id}::uuid`;

/** A resource without jobs gives one row without a job. */
type Row = ExtractionRow | { readonly known_dataset: string | null; readonly id: null };

interface ExtractionRow extends JobViewRow {
  readonly known_dataset: string | null;
  readonly jobs_total: number;
  readonly states: Partial<Record<JobState, number>>;
}

const hasJob = (row: Row): row is ExtractionRow => row.id !== null;

const groupsOf = (rows: readonly ExtractionRow[], now: Instant): ExtractorJobs[] => {
  const groups = new Map<string, ExtractorJobs>();
  for (const row of rows) {
    const { extractor, jobs_total: total, states } = row;
    const view = rowToJobView(row);
    const newer = groups.get(extractor)?.jobs;
    const jobs: ExtractorJobs['jobs'] = newer === undefined ? [view] : [...newer, view];
    const next = total > jobs.length ? writeCursor('-submitted_at', view, now) : null;
    groups.set(extractor, { extractor, total, states, jobs, next });
  }
  return [...groups.values()];
};
