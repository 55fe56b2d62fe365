import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJobServerBench, type JobServerBench } from '../../http/jobs/job-server.builder.ts';
import { EVENTS_SEARCHED, type EventQuery } from '../../store/jobs/read-events.ts';
import { readJobEvents } from './read-job-events.ts';

const JOB = v7();
const LINES = 2 * EVENTS_SEARCHED + 1_000;
const HITS = [1, 7_000, EVENTS_SEARCHED, EVENTS_SEARCHED + 1, EVENTS_SEARCHED + 2, LINES];

let bench: JobServerBench;
beforeAll(async () => {
  bench = await createJobServerBench();
  await sql`
    insert into job_events (seq, number, id, job_id, kind, message, received_at, matched_by)
    select number * 3, number, gen_random_uuid(), ${JOB}::uuid, 'LOG',
      case when number = any(${HITS}::int[]) then 'Segmentation fault' else 'Line' end || number, now(), 'job_id'
    from generate_series(1, ${LINES}::int) number`.execute(bench.db);
});
afterAll(() => bench.close());

const END = Number.MAX_SAFE_INTEGER;

/** The numbers on each page of a search, until there is no next one. */
const searchPages = async (query: Omit<EventQuery, 'jobId'>, goOn: (next: number) => object) => {
  const pages: number[][] = [];
  let page: object = query;
  for (let next: number | null = 0; next !== null; ) {
    const found = await readJobEvents(bench, { jobId: JOB, ...query, ...page });
    pages.push(found.events.map(({ number }) => number));
    next = found.next;
    if (next !== null) page = goOn(next);
  }
  return pages;
};

const forwards = (query: Omit<EventQuery, 'jobId'>) => searchPages(query, (after) => ({ after }));
const backwards = (query: Omit<EventQuery, 'jobId'>) => searchPages(query, (before) => ({ before }));

test('a text is looked for in a part of a long log at a time', async () => {
  const [first, second, third, fourth, fifth, last] = HITS;
  expect(await forwards({ q: 'SEGMENTATION', limit: 10 })).toEqual([
    [first, second, third],
    [fourth, fifth],
    [last],
  ]);
  expect(await backwards({ q: 'segmentation', before: END, limit: 10 })).toEqual([
    [last],
    [second, third, fourth, fifth],
    [first],
  ]);
});

test('a search has each hit once however short its pages are, and none that is not there', async () => {
  expect((await forwards({ q: 'fault', limit: 2 })).flat()).toEqual(HITS);
  expect((await forwards({ q: 'fault', from: 7_001, limit: 2 })).flat()).toEqual(HITS.slice(2));
  expect((await forwards({ q: 'fault', after: 3, before: LINES * 3, limit: 1 })).flat()).toEqual(
    HITS.slice(1, -1),
  );
  expect((await backwards({ q: 'fault', before: END, limit: 2 })).flat().toSorted((a, b) => a - b)).toEqual(
    HITS,
  );
  expect(await forwards({ q: 'overflow', limit: 10 })).toEqual([[], [], []]);
});

test('a list without a text ends with its last event', async () => {
  const found = await readJobEvents(bench, { jobId: JOB, after: (LINES - 5) * 3, limit: 10 });
  expect(found).toMatchObject({ events: { length: 5 }, next: null });
});
