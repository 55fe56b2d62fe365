import { JOB_FLAGS, JOB_STATES, type JobFilter, matchesFilter, TRIGGERS } from '@pawprint/core';
import { JOB_SORTS } from '@pawprint/protocol';
import fc from 'fast-check';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ANA, createJobsBench, type JobsBench } from '../../jobs/jobs.builder.ts';
import { toFilterableJob } from '../../live/frames.ts';
import { failureOfJob } from '../../model/failure.ts';
import { EVERYTHING, type Grant } from '../../model/grant.ts';
import type { Job, JobView } from '../../model/job.ts';
import type { Database } from '../database.ts';
import { timeOf } from '../instant-column.ts';
import { allOf, filterConditions } from './job-filter.ts';
import { aJobQuery, aStoredJob } from './job-query.builder.ts';
import { factsToRow, progressToRow } from './job-row.ts';
import { type JobListQuery, type JobSort, listJobs, readCursor, writeCursor } from './list-jobs.ts';
import { readChangedJobs } from './read-jobs.ts';

const EXTRACTORS = ['word-count', 'image-preview'];
const TEXTS = ['Ärger mit İstanbul', '100 % done_', 'disk FULL', '\\ back', 'ὈΔΥΣΣΕΎΣ', 'ﬁn'];
const DATASETS = Array.from({ length: 3 }, () => v7());
const START = Date.UTC(2026, 10, 1);
const HOUR = 3_600_000;

const someJob = aStoredJob({ texts: TEXTS, datasets: DATASETS, extractors: EXTRACTORS, start: START });

let bench: JobsBench;
let all: readonly JobView[];
let seq = 0;
const now = START + 200 * HOUR;

const insert = async (jobs: readonly Job[]): Promise<void> => {
  const rows = jobs.map((job) => ({
    ...factsToRow(job.facts),
    ...progressToRow(job.progress),
    failure: failureOfJob(job)?.failure.id,
    available_at: timeOf(job.progress.submittedAt),
    last_seq: (seq += 1),
  }));
  await bench.db.insertInto('jobs').values(rows).execute();
};

beforeAll(async () => {
  bench = await createJobsBench(EXTRACTORS);
  const created_at = timeOf(START);
  const many = Array.from({ length: 301 }, () => ({ id: v7(), is_public: true, created_by: null }));
  const [owned, shown, hidden] = DATASETS;
  await bench.db
    .insertInto('datasets')
    .values(
      [
        { id: owned ?? '', is_public: false, created_by: ANA.id },
        { id: shown ?? '', is_public: true, created_by: null },
        { id: hidden ?? '', is_public: false, created_by: null },
        ...many,
      ].map((dataset) => ({ ...dataset, name: 'Soil', created_at })),
    )
    .execute();
  await insert(fc.sample(someJob, { numRuns: 150, seed: 7 }));
  all = await readChangedJobs(bench.db, 0, 1_000);
});
afterAll(() => bench.close());

const listAll = async (query: Omit<JobListQuery, 'cursor'>): Promise<JobView[]> => {
  const jobs: JobView[] = [];
  for (let next: string | null | undefined; next !== null; ) {
    const cursor = next === undefined ? undefined : readCursor(query.sort, next);
    const page = await listJobs(bench.db, { ...query, cursor }, now);
    expect(page.jobs.length).toBeLessThanOrEqual(query.limit);
    jobs.push(...page.jobs);
    next = page.next;
  }
  return jobs;
};

const idsOf = (views: readonly JobView[]): string[] => views.map(({ job }) => job.facts.id);

const elapsedOf = ({ job: { progress } }: JobView): number =>
  (progress.finishedAt ?? now) - progress.submittedAt;
const byId = (a: JobView, b: JobView): number => (a.job.facts.id < b.job.facts.id ? -1 : 1);

const ORDERS: Readonly<Record<JobSort, (a: JobView, b: JobView) => number>> = {
  '-submitted_at': (a, b) => byId(b, a),
  submitted_at: byId,
  '-last_event_at': (a, b) => b.job.progress.lastEventAt - a.job.progress.lastEventAt || byId(b, a),
  '-elapsed_ms': (a, b) => elapsedOf(b) - elapsedOf(a) || byId(a, b),
};

const hour = fc.nat(110).map((hours) => START + hours * HOUR);
const filter: fc.Arbitrary<JobFilter> = fc.record(
  {
    resourceId: fc.oneof(
      fc.constant('no uuid'),
      fc.nat(149).map((n) => all[n]?.job.facts.resource.id ?? ''),
    ),
    datasetId: fc.constantFrom(...DATASETS),
    extractor: fc.constantFrom(...EXTRACTORS, 'nobody', 'nul\0'),
    version: fc.constantFrom('1.0', '2.0', '3.0'),
    states: fc.uniqueArray(fc.constantFrom(...JOB_STATES), { maxLength: 4 }),
    flag: fc.constantFrom(...JOB_FLAGS),
    submittedBy: fc.constantFrom(ANA.id, 'nobody'),
    trigger: fc.constantFrom(...TRIGGERS),
    since: hour,
    until: hour,
    minElapsedMs: fc.nat(250).map((hours) => hours * HOUR),
    q: fc.oneof(
      fc.constantFrom('ä', 'i̇s', 'İ', '%', '_', '\\', 'full', 'σεύς', 'ΣΕΎΣ', 'ﬁ', 'FI', '', '\0'),
      fc.constantFrom(...TEXTS).map((words) => words.toUpperCase()),
    ),
  },
  { requiredKeys: [] },
);

const query = aJobQuery({
  hour,
  datasets: DATASETS,
  extractors: EXTRACTORS,
  submittedBy: ANA.id,
  resource: fc.nat(149).map((n) => all[n]?.job.facts.resource),
  failure: fc.nat(149).map((n) => (all[n] && toFilterableJob(all[n]).failure) ?? ''),
});

/** Filters of one or two conditions, of which some select something. */
const fewConditions = fc
  .tuple(filter, fc.array(fc.nat(11), { minLength: 1, maxLength: 2 }))
  .map(([full, picks]): JobFilter => {
    const entries = Object.entries(full);
    const kept = picks.flatMap((n) => (entries.length === 0 ? [] : [entries[n % entries.length]]));
    return Object.fromEntries(kept.filter((entry) => entry !== undefined));
  });

const ANAS = { of: 'person', userId: ANA.id, roles: [], includesPublic: false } as const;

/** Each with the datasets that it covers: of all, of few, and of more than three hundred. */
const GRANTS: readonly (readonly [Grant, readonly (string | undefined)[] | 'all'])[] = [
  [EVERYTHING, 'all'],
  [ANAS, [DATASETS[0]]],
  [{ of: 'public' }, [DATASETS[1]]],
  [{ ...ANAS, includesPublic: true }, [DATASETS[0], DATASETS[1]]],
  [{ of: 'none' }, []],
];

const aSort = fc.constantFrom(...JOB_SORTS);
const aPageSize = fc.integer({ min: 1, max: 60 });

test('a list shows the jobs that are covered and that core selects, sorted, in pages', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...GRANTS),
      fewConditions,
      aSort,
      aPageSize,
      async ([grant, covered], conditions, sort, limit) => {
        const expected = all
          .filter(({ job }) => covered === 'all' || covered.includes(job.facts.datasetId ?? ''))
          .filter((view) => matchesFilter(toFilterableJob(view), conditions, now))
          .toSorted(ORDERS[sort]);
        expect(idsOf(await listAll({ grant, filter: conditions, sort, limit }))).toEqual(idsOf(expected));
      },
    ),
    { numRuns: 300 },
  );
});

test('a query selects in the database the jobs that it selects in core', async () => {
  await fc.assert(
    fc.asyncProperty(query, aSort, aPageSize, async (wanted, sort, limit) => {
      const expected = all
        .filter((view) => matchesFilter(toFilterableJob(view), { query: wanted }, now))
        .toSorted(ORDERS[sort]);
      const listed = await listAll({ grant: EVERYTHING, filter: { query: wanted }, sort, limit });
      expect(idsOf(listed)).toEqual(idsOf(expected));
    }),
    { numRuns: 300 },
  );
});

const planOf = async (db: Database, wanted: JobFilter): Promise<string> => {
  const { rows } = await sql<{ 'QUERY PLAN': string }>`
    explain select id from jobs where ${allOf(filterConditions(wanted, now))}`.execute(db);
  return rows.map((line) => line['QUERY PLAN']).join(' ');
};

test('the text indexes select the jobs that core selects', async () => {
  const words = fc
    .constantFrom(...TEXTS)
    .chain((words) =>
      fc
        .tuple(fc.nat(words.length), fc.nat(words.length))
        .map(([from, to]) => words.slice(from, to).toUpperCase()),
    );
  await bench.db.connection().execute(async (db) => {
    await sql`set enable_seqscan = off`.execute(db);
    await sql`set enable_indexscan = off`.execute(db);
    expect(await planOf(db, { query: { key: 'text', values: ['full'] } })).toMatch(
      /BitmapOr.* ended_jobs_by_message .* ended_jobs_by_error .* jobs_open_by_/,
    );
    expect(await planOf(db, { query: { key: 'file', values: ['full'] } })).toMatch(
      /BitmapOr.* ended_jobs_by_name .* jobs_open_by_/,
    );
    await fc.assert(
      fc.asyncProperty(words, fc.constantFrom('text', 'error', 'file' as const), async (value, key) => {
        const wanted: JobFilter = { query: { key, values: [key === 'file' ? `*${value}*` : value] } };
        const where = allOf(filterConditions(wanted, now));
        const { rows } = await sql<{ id: string }>`select id from jobs where ${where}`.execute(db);
        const expected = all.filter((view) => matchesFilter(toFilterableJob(view), wanted, now));
        expect(rows.map(({ id }) => id).toSorted()).toEqual(idsOf(expected).toSorted());
      }),
      { numRuns: 200 },
    );
    await sql`reset all`.execute(db);
  });
});

test('a job submitted between two pages moves no other job', async () => {
  const first = await listJobs(
    bench.db,
    { grant: EVERYTHING, filter: {}, sort: '-submitted_at', limit: 40 },
    now,
  );
  await insert(
    fc
      .sample(someJob, { numRuns: 1 })
      .map((job) => ({ ...job, facts: { ...job.facts, id: v7({ msecs: now }) } })),
  );
  const cursor = readCursor('-submitted_at', first.next ?? '');
  const second = await listJobs(
    bench.db,
    { grant: EVERYTHING, filter: {}, sort: '-submitted_at', limit: 40, cursor },
    now,
  );

  const expected = idsOf(all.toSorted(ORDERS['-submitted_at'])).slice(0, 80);
  expect([...idsOf(first.jobs), ...idsOf(second.jobs)]).toEqual(expected);
});

test.each(JOB_SORTS)('a cursor of %s is short and can be read again', (sort) => {
  const [view] = all;
  if (view === undefined) throw new Error('there are jobs');
  const cursor = writeCursor(sort, view, now);

  expect(cursor.length).toBeLessThanOrEqual(64);
  expect(readCursor(sort, cursor)?.id).toBe(view.job.facts.id);
});

test('a text that is no cursor is refused', () => {
  fc.assert(
    fc.property(fc.constantFrom(...JOB_SORTS), fc.string(), (sort, junk) => {
      expect(readCursor(sort, junk)).toBeUndefined();
    }),
  );
  const id = v7();
  expect(readCursor('-elapsed_ms', `${id}.12`)).toBeUndefined();
  expect(readCursor('-last_event_at', `${id}.x`)).toBeUndefined();
  expect(readCursor('-last_event_at', `${id}.99999999999999999999`)).toBeUndefined();
});
