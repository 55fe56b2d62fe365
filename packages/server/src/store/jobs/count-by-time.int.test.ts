import type { Instant, JobFilter } from '@pawprint/core';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJobsBench, type JobsBench } from '../../jobs/jobs.builder.ts';
import { EVERYTHING, type Grant } from '../../model/grant.ts';
import { timeOf } from '../instant-column.ts';
import { countJobsByTime } from './count-by-time.ts';

const JOBS = 12_000;
const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 1);
const NOW = START + (JOBS + 1) * MINUTE;
const [SHOWN, HIDDEN] = [v7(), v7()];

let bench: JobsBench;

/** A job each minute, every hundredth of another extractor, every second in a public dataset, every thousandth with a text. */
beforeAll(async () => {
  bench = await createJobsBench(['common', 'rare']);
  const created_at = timeOf(START);
  await bench.db
    .insertInto('datasets')
    .values(
      [SHOWN, HIDDEN].map((id) => ({
        id,
        name: 'Soil',
        is_public: id === SHOWN,
        created_at,
        created_by: null,
      })),
    )
    .execute();
  await sql`
    insert into jobs (id, extractor, resource_type, resource_id, resource_name, dataset_id, trigger, state, lane,
      submitted_at, finished_at, last_event_at, last_seq, available_at, latest_kind, latest_message, latest_at)
    select (lpad(to_hex(${START}::bigint + n * ${MINUTE}), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid,
      case when n % 100 = 0 then 'rare' else 'common' end, 'file', gen_random_uuid(), 'a.txt',
      case when n % 2 = 0 then ${SHOWN} else ${HIDDEN} end::uuid, 'upload', 'SUCCEEDED', 'http', at, at, at, n, at,
      'SUCCEEDED', case when n % 1000 = 0 then 'Found a needle' else 'Done' end || ' ' || n, at
    from generate_series(1, ${JOBS}::int) n
    cross join lateral (select ${timeOf(START)}::timestamptz + n * interval '1 minute') t (at)`.execute(
    bench.db,
  );
  await sql`analyze jobs`.execute(bench.db);
});
afterAll(() => bench.close());

/** How many are counted, whether these are all, and the beginning of the first bucket in minutes. */
const count = async (filter: JobFilter, grant: Grant = EVERYTHING) => {
  const counted = await countJobsByTime(bench.db, { grant, filter }, NOW);
  const [first] = counted?.buckets ?? [];
  return {
    jobs: counted?.buckets.reduce((sum, bucket) => sum + bucket.count, 0),
    isComplete: counted?.isComplete,
    first: first && { from: minuteOf(first.at), to: minuteOf(first.at + (counted?.stepMs ?? 0)) },
  };
};

const minuteOf = (at: Instant): number => (at - START) / MINUTE;

test('of many jobs the newest are counted', async () => {
  const { first, ...counted } = await count({});
  expect(counted).toEqual({ jobs: 10_000, isComplete: false });
  expect(first?.from).toBeLessThanOrEqual(JOBS - 9_999);
  expect(first?.to).toBeGreaterThan(JOBS - 9_999);
});

test('of an extractor that has many, its newest are counted; of another, all', async () => {
  expect(await count({ extractor: 'common' })).toMatchObject({ jobs: 5_000, isComplete: false });
  const term = { key: 'extractor', values: ['common'] } as const;
  expect(await count({ query: { all: [term] } })).toMatchObject({ jobs: 5_000, isComplete: false });
  expect(await count({ extractor: 'rare' })).toMatchObject({ jobs: JOBS / 100, isComplete: true });
});

test('a text that few jobs have is counted in all of them, one that many have in the newest', async () => {
  expect(await count({ q: 'needle' })).toMatchObject({ jobs: JOBS / 1_000, isComplete: true });
  expect(await count({ q: 'done' })).toMatchObject({ jobs: 9_990, isComplete: false });
});

test('the jobs of a time long ago are counted whole', async () => {
  const until = START + 3_001 * MINUTE;
  expect(await count({ until })).toMatchObject({ jobs: 3_000, isComplete: true });
  const query = {
    all: [
      { key: 'since', time: { at: START + 1_000 * MINUTE } },
      { key: 'until', time: { at: until } },
    ],
  } as const;
  expect(await count({ query })).toMatchObject({ jobs: 2_001, isComplete: true });
});

test('of few datasets that somebody sees, their newest jobs are counted', async () => {
  expect(await count({}, { of: 'public' })).toMatchObject({ jobs: 5_000, isComplete: false });
  expect(await count({ extractor: 'rare' }, { of: 'public' })).toMatchObject({ jobs: 120, isComplete: true });
  expect(await count({}, { of: 'none' })).toEqual({ jobs: 0, isComplete: true, first: undefined });
});
