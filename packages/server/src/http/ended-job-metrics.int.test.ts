import { bucketOf } from '@pawprint/core';
import { createTestDatabase, type TestDatabase } from '@pawprint/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createEndedJobMetrics } from './ended-job-metrics.ts';

const HOUR_MS = 3_600_000;
const NOW_HOUR = 500_000;
const NAME = 'soil "pH"';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await sql`insert into extractors (id, name, version, info, enabled, first_seen_at, updated_at)
    values (gen_random_uuid(), ${NAME}, '1', '{}', true, now(), now())`.execute(database.db);
  await addRows(NOW_HOUR - 5_000, 2);
  await addRows(NOW_HOUR, 1);
});
afterAll(() => database.drop());

/** Jobs of two versions that took a second each. */
const addRows = async (hour: number, jobs: number): Promise<void> => {
  for (const version of ['1', '2']) {
    await sql`insert into ended_jobs (extractor, hour, version, state, jobs, retried)
      values (${NAME}, ${hour}, ${version}, 'FAILED', ${jobs}, 0)`.execute(database.db);
    await sql`insert into ended_job_measures (extractor, hour, version, measure, bucket, jobs)
      values (${NAME}, ${hour}, ${version}, 'run', ${bucketOf(1_000)}, ${jobs})`.execute(database.db);
  }
};

test('numbers of all time are those of past hours, read once, and of the last two', async () => {
  let now = NOW_HOUR * HOUR_MS;
  const write = createEndedJobMetrics({ db: database.db, now: () => now });
  const label = 'extractor="soil \\"pH\\""';
  expect(await write([NAME, 'unknown'])).toContain(`pawprint_jobs_ended_total{${label},state="FAILED"} 6\n`);

  // Past hours are not read again, and an hour that has become a past one counts once.
  await addRows(NOW_HOUR - 4_000, 50);
  await addRows(NOW_HOUR + 1, 1);
  for (now of [(NOW_HOUR + 1) * HOUR_MS, (NOW_HOUR + 9) * HOUR_MS, (NOW_HOUR + 9) * HOUR_MS]) {
    const metrics = await write([NAME]);
    expect(metrics).toContain(`pawprint_jobs_ended_total{${label},state="FAILED"} 8\n`);
    expect(metrics).toContain(`pawprint_job_run_seconds_bucket{${label},le="0.512"} 0\n`);
    expect(metrics).toContain(`pawprint_job_run_seconds_bucket{${label},le="1.024"} 8\n`);
    expect(metrics).toContain(`pawprint_job_run_seconds_count{${label}} 8\n`);
    expect(metrics).toMatch(/pawprint_job_run_seconds_sum\{.*\} [78]\.\d+\n/);
  }
});
