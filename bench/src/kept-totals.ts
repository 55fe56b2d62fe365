import { readFile } from 'node:fs/promises';
import type { Client as Postgres } from 'pg';

const LATEST_STATES = new URL('../../packages/server/migrations/0037-latest-states.sql', import.meta.url);

/** Fills what is kept about jobs that were written directly into the table. */
export const fillTotals = async (postgres: Postgres): Promise<void> => {
  await postgres.query('truncate job_totals, latest_states');
  await postgres.query(
    `insert into job_totals (dataset_id, extractor, state, jobs)
     select dataset_id, extractor, state, count(*) from jobs group by 1, 2, 3`,
  );
  const [fill = ''] = /^insert into latest_states .*?;/ms.exec(await readFile(LATEST_STATES, 'utf8')) ?? [];
  await postgres.query(fill);
};
