import type { Client as Postgres } from 'pg';
import { v7 } from 'uuid';
import { FLEET } from './bench-broker.ts';
import { chunksOf } from './measure.ts';

type State = 'QUEUED' | 'SUBMITTED' | 'SUCCEEDED';

const INSERT = `insert into jobs (id, extractor, resource_type, resource_id, resource_name, dataset_id, trigger, state,
    lane, submitted_at, queued_at, started_at, finished_at, last_event_at, last_seq, available_at)
  select id, $2, 'file', gen_random_uuid(), 'soil.csv', dataset_id, 'upload', $3,
    case when $3 <> 'SUBMITTED' then 'rabbitmq' end,
    now(), case when $3 <> 'SUBMITTED' then now() end, case when $3 = 'SUCCEEDED' then now() end,
    case when $3 = 'SUCCEEDED' then now() end, now(), 0, now()
  from unnest($1::uuid[], $4::uuid[]) as job (id, dataset_id)`;

const JOBS_PER_DATASET = 100;

/** Writes this many jobs directly into the table, and analyzes it. Returns their ids. */
export const insertJobs = async (postgres: Postgres, count: number, state: State): Promise<string[]> => {
  const ids = await writeJobs(postgres, count, state);
  await postgres.query('analyze jobs');
  return ids;
};

/** The same without statistics for the planner: autovacuum collects them, as where the server writes the jobs. */
export const writeJobs = async (postgres: Postgres, count: number, state: State): Promise<string[]> => {
  const ids = Array.from({ length: count }, () => v7());
  for (const chunk of chunksOf(ids, 5_000)) {
    const datasets = chunksOf(chunk, JOBS_PER_DATASET).flatMap((ids) => ids.map(() => ids[0]));
    await postgres.query(INSERT, [chunk, FLEET, state, datasets]);
  }
  return ids;
};
