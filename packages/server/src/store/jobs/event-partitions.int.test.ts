import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJobsBench, type JobsBench } from '../../jobs/jobs.builder.ts';
import { addEventPartitions } from './event-partitions.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
});
afterAll(() => bench.close());

const partitions = async (): Promise<Record<string, number>> => {
  const { rows } = await sql<{ name: string }>`
    select inhrelid::regclass::text as name from pg_inherits
    where inhparent = 'job_events'::regclass order by name`.execute(bench.db);
  const counts: Record<string, number> = {};
  for (const { name } of rows) {
    const counted = await sql<{ n: number }>`select count(*) as n from ${sql.table(name)}`.execute(bench.db);
    counts[name] = counted.rows[0]?.n ?? 0;
  }
  return counts;
};

test('events stored before their partition move into it', async () => {
  const november = await bench.submit();
  expect(await partitions()).toEqual({ job_events_default: 2 });

  await addEventPartitions(bench.db, bench.now(), 2);
  const counts = {
    job_events_2026_11: 2,
    job_events_2026_12: 0,
    job_events_2027_01: 0,
    job_events_default: 0,
  };
  expect(await partitions()).toEqual(counts);
  bench.pass(31 * 86_400_000);
  await bench.claim();
  expect(await partitions()).toEqual({ ...counts, job_events_2026_12: 1 });
  expect((await bench.events(november)).map(({ kind }) => kind)).toEqual(['SUBMITTED', 'QUEUED', 'STARTED']);
});

test('events of a month without partition move into its own once it has one', async () => {
  bench.pass(400 * 86_400_000);
  const late = await bench.submit();
  const counts = await partitions();
  expect(counts).toMatchObject({ job_events_default: 2 });
  bench.pass(-31 * 86_400_000);
  await addEventPartitions(bench.db, bench.now(), 0);
  expect(await partitions()).toMatchObject({ job_events_default: 2, job_events_2027_12: 0 });
  await addEventPartitions(bench.db, bench.now(), 2);
  expect(await partitions()).toMatchObject({ job_events_default: 0, job_events_2028_01: 2 });
  expect((await bench.events(late)).map(({ kind }) => kind)).toEqual(['SUBMITTED', 'QUEUED']);
});

test('servers that start together create each partition once', async () => {
  const now = Date.UTC(2027, 10, 30, 23, 59);
  await Promise.all([1, 2, 3].map(() => addEventPartitions(bench.db, now, 2)));

  expect(Object.keys(await partitions())).toEqual(
    expect.arrayContaining(['job_events_2027_11', 'job_events_2027_12', 'job_events_2028_01']),
  );
});
