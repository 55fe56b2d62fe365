import { Client } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  aReport,
  createJobsBench,
  type HeldAttempt,
  type JobsBench,
  readTotals,
  WORD_COUNT,
} from '../../jobs/jobs.builder.ts';
import { openDatabase } from '../database.ts';
import { JOBS_CHANNEL } from './append-events.ts';
import { newestSeq } from './read-jobs.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
});
afterAll(() => bench.close());

const WRITERS = 8;
const REPORTS_EACH = 25;

const claimMany = async (count: number): Promise<HeldAttempt[]> => {
  const held: HeldAttempt[] = [];
  for (let n = 0; n < count; n += 1) {
    await bench.submit();
    held.push(await bench.claim());
  }
  return held;
};

const writeAll = async (attempt: HeldAttempt): Promise<void> => {
  for (let n = 0; n < REPORTS_EACH; n += 1) {
    // Batches of different sizes: transactions that begin together end apart.
    const batch = Array.from({ length: 1 + (n % 7) }, () => aReport('LOG', { message: `${n}` }));
    await attempt.report(...batch);
  }
};

/** Reads as a stream does that is cut and resumed after every page: from the last seq it has seen. */
const readWhile = async (writing: Promise<unknown>, from: number): Promise<number[]> => {
  const reader = openDatabase(bench.url, { maxConnections: 1 });
  const seen: number[] = [];
  let isWriting = true;
  void writing.finally(() => {
    isWriting = false;
  });
  for (let last = false; !last; ) {
    last = !isWriting;
    const rows = await reader
      .selectFrom('job_events')
      .select('seq')
      .where('seq', '>', seen.at(-1) ?? from)
      .orderBy('seq')
      .limit(10)
      .execute();
    if (rows.length === 10) last = false;
    seen.push(...rows.map(({ seq }) => seq));
  }
  await reader.destroy();
  return seen;
};

test('a reader that resumes misses no event of concurrent writers', async () => {
  const attempts = await claimMany(WRITERS);
  const from = await newestSeq(bench.db);
  const writing = Promise.all(attempts.map(writeAll));
  const seen = await readWhile(writing, from);
  await writing;

  const stored = await bench.db
    .selectFrom('job_events')
    .select('seq')
    .where('seq', '>', from)
    .orderBy('seq')
    .execute();
  expect(seen).toEqual(stored.map(({ seq }) => seq));
  expect(seen.length).toBeGreaterThan(WRITERS * REPORTS_EACH);
});

test('the totals of a dataset are right after concurrent changes of its jobs', async () => {
  const { resource, datasetId } = await bench.addFile();
  const attempts: HeldAttempt[] = [];
  for (let n = 0; n < WRITERS; n += 1) {
    await bench.submit({ resource, datasetId });
    attempts.push(await bench.claim());
  }
  await Promise.all([
    ...attempts.slice(1).map((attempt) => attempt.report(aReport('LOG'), aReport('SUCCEEDED'))),
    attempts[0]?.report(aReport('ERROR')),
    ...[1, 2].map(() => bench.submit({ resource, datasetId })),
  ]);

  const { kept, counted } = await readTotals(bench.db);
  expect(kept).toEqual(counted);
  const totals = kept.filter((total) => 'dataset_id' in total && total.dataset_id === datasetId);
  expect(totals).toMatchObject([
    { state: 'FAILED', jobs: 1 },
    { state: 'QUEUED', jobs: 2 },
    { state: 'SUCCEEDED', jobs: WRITERS - 1 },
    { failure: expect.any(String), jobs: 1 },
    { states: { [WORD_COUNT]: expect.any(String) } },
  ]);
});

test('a batch is numbered in the order of its reports', async () => {
  const [attempt] = await claimMany(1);
  if (attempt === undefined) throw new Error('one was claimed');
  await attempt.report(
    ...['a', 'b', 'c'].map((message) => aReport('LOG', { message })),
    aReport('SUCCEEDED'),
  );

  const events = await bench.events(attempt.jobId);
  expect(events.map(({ message }) => message).slice(3)).toEqual(['a', 'b', 'c', '']);
  expect(events.map(({ seq }) => seq)).toEqual(events.map(({ seq }) => seq).toSorted((a, b) => a - b));
  expect((await bench.job(attempt.jobId)).lastSeq).toBe(events.at(-1)?.seq);
});

test('the events of a job are numbered from 1 without a gap, and counted', async () => {
  const [attempt] = await claimMany(1);
  if (attempt === undefined) throw new Error('one was claimed');
  const batches = Array.from({ length: WRITERS }, (_, index) => [
    aReport('LOG', { level: 'error', message: `${index}` }),
    aReport('LOG', { level: 'info' }),
  ]);
  await Promise.all(batches.map((batch) => attempt.report(...batch)));
  await attempt.report(aReport('ERROR'));

  const events = await bench.events(attempt.jobId);
  expect(events.map(({ number }) => number)).toEqual(events.map((_, index) => index + 1));
  expect((await bench.job(attempt.jobId)).eventCounts).toEqual({
    all: 3 + WRITERS * 2 + 1,
    server: 2,
    errors: WRITERS + 1,
  });
});

test('every commit with events notifies its newest seq', async () => {
  const listener = new Client(bench.url);
  await listener.connect();
  const notified: number[] = [];
  listener.on('notification', ({ payload }) => notified.push(Number(payload)));
  await listener.query(`listen ${JOBS_CHANNEL}`);
  await expect(bench.submit({ extractor: 'unknown' })).rejects.toThrow(/foreign key/);
  const id = await bench.submit();
  await listener.query('select');

  expect(notified).toEqual([(await bench.job(id)).lastSeq]);
  await listener.end();
});
