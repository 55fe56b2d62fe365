import { readFile } from 'node:fs/promises';
import type { Client as Postgres } from 'pg';

const migration = (name: string): URL => new URL(`../../packages/server/migrations/${name}`, import.meta.url);

/** Fills what is kept about jobs that were written directly into the table. */
export const fillTotals = async (postgres: Postgres): Promise<void> => {
  await postgres.query('truncate job_totals, latest_states');
  await postgres.query(
    `insert into job_totals (dataset_id, extractor, state, jobs)
     select dataset_id, extractor, state, count(*) from jobs group by 1, 2, 3`,
  );
  const [fill = ''] =
    /^insert into latest_states .*?;/ms.exec(await readFile(migration('0037-latest-states.sql'), 'utf8')) ??
    [];
  await postgres.query(fill);
};

/**
 * The same for how jobs ended, hour by hour, as upkeep leaves it: hours of days that are long over are one row, and those
 * of an extractor stand together.
 */
export const fillEndedJobs = async (postgres: Postgres): Promise<void> => {
  await postgres.query('truncate ended_jobs, ended_job_measures');
  await postgres.query(await readFile(migration('0033-count-ended-jobs.sql'), 'utf8'));
  await postgres.query(mergeHours('ended_jobs', 'version, state', 'sum(jobs), sum(retried)'));
  await postgres.query(mergeHours('ended_job_measures', 'version, measure, bucket', 'sum(jobs)'));
  for (const table of ['ended_jobs', 'ended_job_measures'])
    await postgres.query(`cluster ${table} using ${table}_pkey`);
};

const mergeHours = (table: string, keys: string, sums: string): string => `
  with old as (
    delete from ${table} where hour < floor(extract(epoch from now()) / 86400)::integer * 24 - 8 * 24 returning *
  )
  insert into ${table} select extractor, hour - hour % 24, ${keys}, ${sums} from old
  group by extractor, hour - hour % 24, ${keys}`;
