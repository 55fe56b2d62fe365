import { afterAll, beforeAll, expect, test } from 'vitest';
import { EVERYTHING } from '../model/grant.ts';
import { cancelJob } from './cancel.ts';
import { ANA, aReport, createJobsBench, type JobsBench, WORD_COUNT } from './jobs.builder.ts';
import { claimJob } from './leases.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
});
afterAll(() => bench.close());

const someone = { extractor: WORD_COUNT, instanceId: 'i-2', version: '1.0', grant: EVERYTHING };

test('a waiting job is cancelled at once and never claimed', async () => {
  const id = await bench.submit();
  expect(await cancelJob(bench, id, ANA)).toBeUndefined();

  expect((await bench.job(id)).progress).toMatchObject({
    state: 'CANCELLED',
    cancel: { requestedBy: 'ana', requestedAt: bench.now(), outcome: 'never_ran' },
  });
  expect(await claimJob(bench, someone)).toBeUndefined();
});

test('a job that waits for its next attempt is cancelled at once', async () => {
  const id = await bench.submit();
  await (await bench.claim()).report(aReport('RESUBMITTED'));
  await cancelJob(bench, id, ANA);

  expect((await bench.job(id)).progress.state).toBe('CANCELLED');
  expect(await claimJob(bench, someone)).toBeUndefined();
});

test('a running job gets the cancel in the answer to its next report', async () => {
  const id = await bench.submit();
  const attempt = await bench.claim();
  await cancelJob(bench, id, ANA);
  expect([...(await bench.job(id)).progress.flags]).toEqual(['cancel_requested']);

  expect((await attempt.report()).cancelRequested).toBe(true);
  await attempt.report(aReport('ERROR', { message: 'stopped', confirmsCancel: true }));
  expect((await bench.job(id)).progress).toMatchObject({
    state: 'CANCELLED',
    attempts: [{ outcome: 'CANCELLED' }],
    cancel: { outcome: 'stopped' },
  });
});

test('a job that succeeds after a cancel request is marked so', async () => {
  const id = await bench.submit();
  const attempt = await bench.claim();
  await cancelJob(bench, id, ANA);
  await cancelJob(bench, id, ANA);
  await attempt.report(aReport('SUCCEEDED'));

  expect((await bench.job(id)).progress).toMatchObject({
    state: 'CANCELLED',
    attempts: [{ outcome: 'SUCCEEDED' }],
    cancel: { outcome: 'finished_anyway' },
  });
});

test('a job to be cancelled that asks for a retry is cancelled', async () => {
  const id = await bench.submit();
  for (const _ of [1, 2]) await (await bench.claim()).report(aReport('RESUBMITTED'));
  const third = await bench.claim();
  await cancelJob(bench, id, ANA);
  await third.report(aReport('RESUBMITTED'));

  expect((await bench.job(id)).progress).toMatchObject({
    state: 'CANCELLED',
    cancel: { outcome: 'finished_anyway' },
  });
});

test.each(['SUCCEEDED', 'SKIPPED', 'ERROR'] as const)(
  'a job that ended (%s) is not cancelled',
  async (end) => {
    const id = await bench.submit();
    await (await bench.claim()).report(aReport(end));
    const before = await bench.job(id);

    expect(await cancelJob(bench, id, ANA)).toMatchObject({ refused: 'already_ended' });
    expect(await bench.job(id)).toEqual(before);
  },
);

test('cancelling a cancelled job changes nothing', async () => {
  const id = await bench.submit();
  await cancelJob(bench, id, ANA);
  const before = await bench.job(id);

  expect(await cancelJob(bench, id, ANA)).toBeUndefined();
  expect(await bench.job(id)).toEqual(before);
});

test.each(['not an id', '0192f0c0-0000-7000-8000-000000000000'])('no job is called %s', async (id) => {
  expect(await cancelJob(bench, id, ANA)).toMatchObject({ refused: 'job_not_found' });
});
