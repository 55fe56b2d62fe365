import { EVENTS_IN_GROUP } from '@pawprint/core';
import fc from 'fast-check';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJobsBench, type JobsBench } from '../../jobs/jobs.builder.ts';
import { readEvents } from './read-events.ts';

const EVENTS = 1_200;
const JOB = v7();
const WORDS = ['Kelvin', 'K 273', 'İstanbul', 'istanbul', 'ÄRGER', 'disk FULL', '100 % done_', '\\ back'];

let bench: JobsBench;

/** The numbers of a job's events have gaps in `seq`, where other jobs have theirs; every fiftieth is an error. */
beforeAll(async () => {
  bench = await createJobsBench(['word-count']);
  await sql`
    insert into job_events (seq, number, id, job_id, kind, level, message, received_at, matched_by)
    select number * 7 + (number / 400) * 100000, number, gen_random_uuid(), ${JOB}::uuid, 'LOG',
      case when number % 50 = 0 then 'error' else 'info' end,
      (${WORDS}::text[])[number % ${WORDS.length} + 1] || ' ' || number, now(), 'job_id'
    from generate_series(1, ${EVENTS}) number`.execute(bench.db);
});
afterAll(() => bench.close());

const numbersOf = async (query: Partial<Parameters<typeof readEvents>[1]>): Promise<number[]> =>
  (await readEvents(bench.db, { jobId: JOB, limit: EVENTS, ...query })).map(({ number }) => number);

test('events from a number on are found wherever their numbers are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: EVENTS + 50 }), async (from) => {
      const expected = [from, from + 1, from + 2].filter((number) => number <= EVENTS);
      expect(await numbersOf({ from, limit: 3 })).toEqual(expected);
    }),
    { numRuns: 60 },
  );
  expect(await numbersOf({ jobId: v7(), from: 5 })).toEqual([]);
});

test('texts are found whatever their case, also where lower case makes ASCII of other characters', async () => {
  const part = fc
    .constantFrom(...WORDS)
    .chain((word) => fc.tuple(fc.nat(word.length), fc.nat(word.length)).map(([a, b]) => word.slice(a, b)));
  await fc.assert(
    fc.asyncProperty(part, fc.boolean(), async (text, isUpper) => {
      const q = isUpper ? text.toUpperCase() : text.toLowerCase();
      const expected = Array.from({ length: EVENTS }, (_, n) => n + 1).filter((number) =>
        `${WORDS[number % WORDS.length]} ${number}`.toLowerCase().includes(q.toLowerCase()),
      );
      expect(await numbersOf({ q })).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test('errors are found by an index of their own', async () => {
  expect(await numbersOf({ group: 'errors', limit: 3 })).toEqual([50, 100, 150]);
  const { kinds, levels } = EVENTS_IN_GROUP.errors;
  const plan = await bench.db.connection().execute(async (db) => {
    await sql`set enable_seqscan = off`.execute(db);
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain select seq from job_events where job_id = ${JOB}::uuid
        and (kind = any(${kinds}::text[]) or level = any(${levels}::text[]))`.execute(db);
    await sql`reset all`.execute(db);
    return rows.map((line) => line['QUERY PLAN']).join(' ');
  });
  expect(plan).not.toContain('Filter');
});
