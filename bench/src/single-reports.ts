import type { Client as Postgres } from 'pg';
import { insertJobs } from './bench-jobs.ts';
import { perSecond } from './measure.ts';

const SINGLE_REPORTS = 1_000;

/** A transaction for each: the job is locked, its event inserted, the job updated. */
export const oneByOnePerSecond = async (postgres: Postgres): Promise<number> => {
  const ids = await insertJobs(postgres, SINGLE_REPORTS, 'QUEUED');
  const rate = await perSecond(SINGLE_REPORTS, async () => {
    for (const id of ids) {
      await postgres.query('begin');
      await postgres.query('select * from jobs where id = $1 for update', [id]);
      await postgres.query(
        `insert into job_events (seq, number, id, job_id, attempt, kind, message, received_at, matched_by)
         values (nextval('job_event_seq'), 1, gen_random_uuid(), $1, 1, 'PROCESSING', 'Line 1 of the file.', now(), 'job_id')`,
        [id],
      );
      await postgres.query("update jobs set state = 'RUNNING', last_event_at = now() where id = $1", [id]);
      await postgres.query('commit');
    }
  });
  // These jobs have ended, so that the server does not check them for silence.
  await postgres.query(
    "update jobs set state = 'SUCCEEDED', finished_at = now() where id = any($1::uuid[])",
    [ids],
  );
  return rate;
};
