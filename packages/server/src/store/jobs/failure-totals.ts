import { type RawBuilder, sql } from 'kysely';
import { type Failure, failureOfJob } from '../../model/failure.ts';
import type { Job } from '../../model/job.ts';
import type { JobChange } from '../../model/job-change.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { timeOf } from '../instant-column.ts';
import { readJobViews } from './read-jobs.ts';
import { type ColumnTypes, columnNames, unnestRows } from './unnest-rows.ts';

/** A job that joins a failure (1) or leaves it (-1). */
export interface FailureRow extends Failure {
  readonly jobs: 1 | -1;
  readonly at: Date;
  readonly dataset_id: string | null;
  readonly submitted_by: string | null;
  readonly job_id: string;
}

/** By which rows a change of a job changes the totals of failures. */
export const failureToRows = ({ before, after }: Pick<JobChange, 'before' | 'after'>): FailureRow[] => {
  const [left] = rowsOf(before, -1);
  const [joined] = rowsOf(after, 1);
  if (left?.id === joined?.id && left?.at.getTime() === joined?.at.getTime()) return [];
  return [...(left ? [left] : []), ...(joined ? [joined] : [])];
};

const rowsOf = (job: Job, jobs: FailureRow['jobs']): FailureRow[] => {
  const found = failureOfJob(job);
  if (found === null) return [];
  const { id, datasetId, submittedBy } = job.facts;
  return [
    {
      ...found.failure,
      jobs,
      at: timeOf(found.at),
      dataset_id: datasetId,
      submitted_by: submittedBy,
      job_id: id,
    },
  ];
};

const FAILURE_TYPES = {
  id: 'text',
  kind: 'text',
  extractor: 'text',
  version: 'text',
  fingerprint: 'text',
} as const satisfies ColumnTypes<Failure>;

const ROW_TYPES = {
  ...FAILURE_TYPES,
  jobs: 'integer',
  at: 'timestamptz',
  dataset_id: 'uuid',
  submitted_by: 'text',
  job_id: 'uuid',
} as const satisfies ColumnTypes<FailureRow>;

/**
 * The parts of a statement (`with …`) that keep failures and their totals. Jobs without a dataset are in no total: nobody
 * sees them on the page. Of jobs that failed in the same millisecond, the one with the greatest id is the last, whatever
 * the order in which they are counted.
 */
export const writingFailures = (rows: readonly FailureRow[]): RawBuilder<unknown> => sql`
  changed_failures as materialized (
    select * from ${unnestRows(rows, ROW_TYPES)} r
  ), written_failures as (
    insert into failures (${columnNames(FAILURE_TYPES)})
    select distinct ${columnNames(FAILURE_TYPES)} from changed_failures where jobs > 0
    on conflict (id) do nothing
  ), written_failure_totals as (
    insert into failure_totals as kept
      (hour, dataset_id, failure, submitted_by, jobs, first_at, last_at, last_job)
    select date_trunc('hour', r.at, 'UTC'), r.dataset_id, r.id, coalesce(u.id, ''), sum(r.jobs), min(r.at), max(r.at),
      (array_agg(r.job_id order by r.at desc, r.job_id desc) filter (where r.jobs > 0))[1]
    from changed_failures r left join users u on u.id = r.submitted_by
    where r.dataset_id is not null
    group by 1, 2, 3, 4
    on conflict (hour, dataset_id, failure, submitted_by) do update set
      jobs = kept.jobs + excluded.jobs,
      first_at = least(kept.first_at, excluded.first_at),
      last_at = greatest(kept.last_at, excluded.last_at),
      last_job = case
        when excluded.last_job is null or (kept.last_at, kept.last_job) > (excluded.last_at, excluded.last_job)
        then kept.last_job else excluded.last_job end
  )`;

const TO_GROUP = 'failures_to_group';
const JOBS_AT_ONCE = 1_000;

/** Groups what had failed before there were failures. Only the first server that starts after the migration has to. */
export const groupEarlierFailures = (db: Database): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const { rows } = await sql`
      delete from instance_settings where name = ${TO_GROUP} returning name`.execute(trx);
    if (rows.length === 0) return;
    await sql`set local statement_timeout = 0`.execute(trx);
    for (let after: string | undefined = NO_ID; after !== undefined; ) after = await groupNext(trx, after);
  });

const NO_ID = '00000000-0000-0000-0000-000000000000';

/** The id of the last job it has grouped; undefined after the last ones. */
const groupNext = async (trx: DatabaseTransaction, after: string): Promise<string | undefined> => {
  const views = await readJobViews(
    trx,
    sql`
      select * from jobs
      where id > ${after}::uuid and resubmitted_as = '{}' and failure is null
        and (state in ('FAILED', 'LOST') or (finished_at is null and (reason is not null or flags <> '{}')))
      order by id limit ${JOBS_AT_ONCE} for update`,
  );
  const rows = views.flatMap(({ job }) => rowsOf(job, 1));
  if (rows.length > 0)
    await sql`
      with ${writingFailures(rows)}
      update jobs set failure = r.id from changed_failures r where jobs.id = r.job_id`.execute(trx);
  return views.length < JOBS_AT_ONCE ? undefined : views.at(-1)?.job.facts.id;
};
