import { submittedJob } from '@pawprint/core';
import { sql } from 'kysely';
import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countEndedJobs, gatherMeasures, mergeHoursOfOldDays } from '../../store/extractors/ended-jobs.ts';
import { createJobServerBench, type JobServerBench } from '../jobs/job-server.builder.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let bench: JobServerBench;
beforeAll(async () => {
  bench = await createJobServerBench();
});
afterAll(() => bench.close());

const call: JobServerBench['server']['client']['call'] = (name, input) =>
  bench.server.client.call(name, input);

type End = 'SUCCEEDED' | 'ERROR' | 'SKIPPED';

interface Run {
  readonly waitMs?: number;
  readonly runMs?: number;
  readonly end?: End;
}

/** Submits a job that waits and runs for these times, and ends so. */
const runJob = async (
  extractor: string,
  version: string,
  { waitMs = 1_000, runMs = 5_000, end = 'SUCCEEDED' }: Run = {},
): Promise<{ readonly id: string; readonly lease: string }> => {
  const id = await bench.submit({ extractor });
  bench.pass(waitMs);
  const claimed = await call('claimJob', {
    params: { name: extractor },
    body: { instance_id: 'i-1', version },
  });
  const lease = claimed?.lease.id ?? '';
  await report(id, lease, 'STARTED');
  bench.pass(runMs);
  await report(id, lease, end);
  return { id, lease };
};

const report = (id: string, lease_id: string, kind: 'STARTED' | End) =>
  call('sendReports', { params: { id }, body: { lease_id, reports: [{ id: v4(), kind }] } });

const register = (name: string) => call('registerExtractor', { body: { name, version: '1.0', process: {} } });

test('ended jobs are counted by hour, with percentiles of their times', async () => {
  await register('counted');
  await runJob('counted', '1.0', { waitMs: 2_000, runMs: 10_000 });
  await runJob('counted', '1.0', { end: 'ERROR' });
  bench.pass(3 * HOUR_MS);
  await runJob('counted', '1.1', { end: 'SKIPPED' });

  const statistics = await call('showExtractorStatistics', { params: { name: 'counted' } });
  expect(statistics?.step).toBe('hour');
  expect(statistics?.periods.map(({ ended }) => ended)).toEqual([
    { SUCCEEDED: 1, FAILED: 1 },
    { SKIPPED: 1 },
  ]);
  const run = statistics?.periods[0]?.run;
  expect(run?.jobs).toBe(1);
  expect(Math.abs((run?.p50_ms ?? 0) / 10_000 - 1)).toBeLessThan(0.045);
  expect(statistics?.periods[0]?.wait?.jobs).toBe(2);
  expect(statistics?.recent).toMatchObject({ jobs: 3, failed: 1, ended_last_hour: 1 });
});

test('measures of ended hours are written together, and stay as they are', async () => {
  const names = ['gathered', 'between'];
  for (const name of names) await register(name);
  for (let n = 0; n < 4; n += 1)
    for (const name of names) await runJob(name, '1.0', { waitMs: 1_000 * 4 ** n, runMs: 1_000 * 4 ** n });
  bench.pass(HOUR_MS);
  const read = () => call('showExtractorStatistics', { params: { name: 'gathered' } });
  const before = await read();
  const order = async () => {
    const { rows } = await sql<{ extractor: string }>`
      select extractor from ended_job_measures where extractor = any(${names}::text[]) order by ctid`.execute(
      bench.db,
    );
    return rows.filter(({ extractor }, n) => extractor !== rows[n - 1]?.extractor).length;
  };
  expect(await order()).toBeGreaterThan(2);
  await gatherMeasures(bench.db, bench.now());
  expect(await order()).toBe(2);
  expect((await read())?.periods).toEqual(before?.periods);
});

test('old days become one row each, and a job that changes after that is counted once', async () => {
  await register('old');
  const range = { since: new Date(bench.now()).toISOString() };
  await runJob('old', '1.0');
  bench.pass(2 * HOUR_MS);
  const failed = await runJob('old', '1.0', { end: 'ERROR' });
  bench.pass(10 * DAY_MS);
  await mergeHoursOfOldDays(bench.db, bench.now());
  const ended = async () =>
    (await call('showExtractorStatistics', { params: { name: 'old' }, query: range }))?.periods.map(
      (period) => period.ended,
    );
  expect(await ended()).toEqual([{ SUCCEEDED: 1, FAILED: 1 }]);
  const hours = await bench.db
    .selectFrom('ended_jobs')
    .select('hour')
    .where('extractor', '=', 'old')
    .execute();
  expect(hours.every(({ hour }) => hour % 24 === 0)).toBe(true);

  const job = await bench.job(failed.id);
  const reopened = { ...job, progress: submittedJob(job.progress) };
  await bench.db
    .transaction()
    .execute((trx) => countEndedJobs(trx, [{ before: job, after: reopened, events: [], availableAt: null }]));
  expect(await ended()).toEqual([{ SUCCEEDED: 1 }]);
  await mergeHoursOfOldDays(bench.db, bench.now());
  expect(await ended()).toEqual([{ SUCCEEDED: 1 }]);
});

test('two versions are compared in words, with the number of runs', async () => {
  await register('compared');
  for (let job = 0; job < 22; job += 1) await runJob('compared', '1.0', { runMs: 4_000 });
  for (let job = 0; job < 22; job += 1)
    await runJob('compared', '2.0', { runMs: 1_000, end: job % 2 === 0 ? 'ERROR' : 'SUCCEEDED' });

  const compared = await call('compareExtractorVersions', { params: { name: 'compared' } });
  expect(
    compared?.versions.map(({ version, jobs, cancelled, failed }) => [version, jobs, cancelled, failed]),
  ).toEqual([
    ['2.0', 22, 0, 11],
    ['1.0', 22, 0, 0],
  ]);
  expect(compared?.comparison).toMatchObject({ version: '2.0', with: '1.0' });
  const verdicts = compared?.comparison?.measures.map(({ measure, verdict, difference }) => [
    measure,
    verdict,
    difference,
  ]);
  expect(verdicts).toEqual([
    ['failed', 'worse', '+50.0 points'],
    ['retried', 'same', null],
    ['run_p50', 'better', expect.stringMatching(/^−7\d %$/)],
    ['run_p95', 'unknown', null],
  ]);
  const turned = await call('compareExtractorVersions', {
    params: { name: 'compared' },
    query: { version: '1.0', with: '2.0' },
  });
  expect(turned?.comparison?.measures[0]?.verdict).toBe('better');
  await register('silent');
  expect(await call('compareExtractorVersions', { params: { name: 'silent' } })).toEqual({
    versions: [],
    comparison: null,
  });
});

test('a sample has the newest jobs and others spread over the range', async () => {
  await register('sampled');
  const ids: string[] = [];
  for (let job = 0; job < 12; job += 1) {
    ids.unshift((await runJob('sampled', '1.0')).id);
    bench.pass(HOUR_MS);
  }
  const sample = (query: { newest?: number; spread?: number }) =>
    call('listExtractorRuns', { params: { name: 'sampled' }, query });
  expect(await sample({})).toMatchObject({ is_all: true, items: { length: 12 } });
  const some = await sample({ newest: 3, spread: 4 });
  const shown = some?.items.map(({ id }) => id) ?? [];
  expect(some?.is_all).toBe(false);
  expect(shown.slice(0, 3)).toEqual(ids.slice(0, 3));
  expect(new Set(shown).size).toBe(shown.length);
  expect(shown.length).toBeGreaterThan(3);
  expect(some?.items[0]).toMatchObject({
    state: 'SUCCEEDED',
    run_ms: 5_000,
    attempts: [{ instance_id: 'i-1' }],
  });
});

test('a range must begin before it ends', async () => {
  const query = { since: '2026-11-24T00:00:00Z', until: '2026-11-24T00:00:00Z' };
  await expect(call('showExtractorStatistics', { params: { name: 'counted' }, query })).rejects.toThrow(
    /before/,
  );
});
