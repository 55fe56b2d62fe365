import { jobTimes, replay } from '@pawprint/core';
import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJobsBench, type JobsBench } from '../jobs.builder.ts';
import { aDelivery, type DeliveredKind, type DeliveryOptions, submitToBroker } from './deliveries.builder.ts';
import { createReportRecorder } from './report-recorder.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
});
afterAll(() => bench.close());

const SECOND = 1_000;

/** Reports that come a second apart, each of one kind. */
const report = async (jobId: string, kinds: readonly DeliveredKind[], also: DeliveryOptions = {}) => {
  const { recordDeliveries } = createReportRecorder(bench);
  for (const kind of kinds) {
    bench.pass(SECOND);
    await recordDeliveries([aDelivery(kind, { jobId, message: v4(), ...also })]);
  }
};

test.each([
  ['half an hour ahead of the real zone', '2026-11-24T07:26:21+05:50'],
  ['no time at all', '2026-11-24T07:26:21+05:75'],
  ['summer in winter', '2026-11-24T01:54:22-05:00'],
  ['years ago', '1970-01-01T00:00:00+00:00'],
  ['years ahead', '2199-01-01T00:00:00+00:00'],
  ['without a zone', '2026-11-24T01:54:22'],
])("a sender's clock that says %s moves no time of the job", async (_, at) => {
  const id = await submitToBroker(bench);
  const submittedAt = bench.now();
  await report(id, ['STARTED', 'PROCESSING', 'SUCCEEDED'], { at });

  const { progress } = await bench.job(id);
  expect(progress).toMatchObject({
    submittedAt,
    startedAt: submittedAt + SECOND,
    finishedAt: submittedAt + 3 * SECOND,
  });
  expect(jobTimes(progress, bench.now())).toMatchObject({ waitMs: SECOND, runMs: 2 * SECOND });
  const said = (await bench.events(id)).filter(({ matchedBy }) => matchedBy === 'job_id');
  expect(said.map(({ reported }) => reported)).toEqual([at, at, at]);
});

test("reports about single files within a dataset's job belong to that job", async () => {
  const datasetId = v4();
  const resource = { type: 'dataset', id: datasetId, name: 'soil', sizeBytes: null, mime: null } as const;
  const id = await submitToBroker(bench, { resource, datasetId, trigger: 'dataset' });
  await report(id, ['STARTED'], { fileId: datasetId });
  for (let file = 0; file < 3; file += 1) await report(id, ['PROCESSING'], { fileId: v4() });
  await report(id, ['SUCCEEDED'], { fileId: datasetId });

  expect((await bench.job(id)).progress).toMatchObject({ state: 'SUCCEEDED', attempts: [{ number: 1 }] });
  expect(await bench.db.selectFrom('quarantine').select('id').execute()).toEqual([]);
  const inferred = bench.db.selectFrom('jobs').select('id').where('trigger', '=', 'legacy');
  expect(await inferred.execute()).toEqual([]);
});

test('a retry keeps the first start, and the times of both attempts add up', async () => {
  const id = await submitToBroker(bench);
  const submittedAt = bench.now();
  await report(id, ['STARTED', 'RESUBMITTED']);
  bench.pass(5 * SECOND);
  await report(id, ['STARTED', 'SUCCEEDED']);

  const { progress } = await bench.job(id);
  expect(progress.startedAt).toBe(submittedAt + SECOND);
  expect(jobTimes(progress, bench.now())).toEqual({
    waitMs: SECOND,
    earlierMs: SECOND,
    retryMs: 6 * SECOND,
    runMs: SECOND,
    elapsedMs: 9 * SECOND,
  });
});

test('a late end changes neither the end nor the duration nor the latest message', async () => {
  const id = await submitToBroker(bench);
  await report(id, ['STARTED', 'SUCCEEDED']);
  const { progress } = await bench.job(id);
  await report(id, ['ERROR', 'SUCCEEDED', 'PROCESSING']);

  expect((await bench.job(id)).progress).toEqual(progress);
  const later = (await bench.events(id)).slice(-3);
  expect(later.map(({ kind, late }) => [kind, late])).toEqual([
    ['ERROR', true],
    ['SUCCEEDED', false],
    ['PROCESSING', true],
  ]);
});

test('reports recorded by several servers at once leave the job that their order makes', async () => {
  const kinds: readonly DeliveredKind[] = ['STARTED', 'PROCESSING', 'SUCCEEDED', 'PROCESSING', 'ERROR'];
  const ids = await Promise.all(Array.from({ length: 20 }, () => submitToBroker(bench)));
  await Promise.all(
    kinds.map((kind) => {
      const { recordDeliveries } = createReportRecorder(bench);
      return Promise.all(ids.map((jobId) => recordDeliveries([aDelivery(kind, { jobId, message: v4() })])));
    }),
  );

  for (const id of ids) {
    const { progress } = await bench.job(id);
    const events = await bench.events(id);
    expect(events.filter(({ matchedBy }) => matchedBy === 'job_id')).toHaveLength(kinds.length);
    expect(replay({ submittedAt: progress.submittedAt }, events)).toEqual(progress);
  }
});

test('a job that was done and runs again, since its end was never acknowledged, has a second attempt', async () => {
  const id = await submitToBroker(bench);
  await report(id, ['STARTED', 'SUCCEEDED', 'STARTED', 'PROCESSING', 'SUCCEEDED']);

  const { progress } = await bench.job(id);
  expect(progress.attempts.map(({ outcome }) => outcome)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  expect(progress).toMatchObject({ state: 'SUCCEEDED', flags: new Set(['reopened']) });
});
