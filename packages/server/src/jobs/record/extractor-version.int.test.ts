import { replay } from '@pawprint/core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createJobsBench, type JobsBench } from '../jobs.builder.ts';
import { aDelivery, submitToBroker } from './deliveries.builder.ts';
import { createReportRecorder } from './report-recorder.ts';

const ROLLING = 'ncsa.rolling';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench([ROLLING]);
});
afterEach(async () => {
  await bench.db.deleteFrom('extractor_instances').execute();
  await bench.db.deleteFrom('extractor_versions').execute();
});
afterAll(() => bench.close());

const addInstance = async (id: string, version: string, ageMs: number): Promise<void> => {
  const seen = new Date(bench.now() - ageMs);
  await bench.db
    .insertInto('extractor_instances')
    .values({
      extractor: ROLLING,
      id,
      version,
      lane: 'rabbitmq',
      host: null,
      interval_ms: 60_000,
      first_seen_at: seen,
      last_seen_at: seen,
    })
    .execute();
};
const addVersions = async (...versions: readonly string[]): Promise<void> => {
  for (const [index, version] of versions.entries()) {
    const seen = new Date(bench.now() + index);
    await bench.db
      .insertInto('extractor_versions')
      .values({ extractor: ROLLING, version, info: '{}', first_seen_at: seen, last_seen_at: seen })
      .execute();
  }
};
const started = async () => {
  const jobId = await submitToBroker(bench, { extractor: ROLLING });
  const by = { jobId, extractor: ROLLING };
  await createReportRecorder(bench).recordDeliveries([aDelivery('STARTED', by), aDelivery('SUCCEEDED', by)]);
  const { progress } = await bench.job(jobId);
  const { extractorVersion, versionCandidates, attempts } = progress;
  expect(attempts).toMatchObject([{ extractorVersion, versionCandidates }]);
  expect(replay({ submittedAt: progress.submittedAt }, await bench.events(jobId))).toEqual(progress);
  return extractorVersion ?? versionCandidates;
};

test('the version of an attempt is the one that is live', async () => {
  await addVersions('2.0', '3.1');
  await addInstance('a', '2.0', 1_000);
  await addInstance('b', '2.0', 2_000);
  await addInstance('late', '3.1', 200_000);
  expect(await started()).toBe('2.0');
});

test('the version is unknown where two are live, and both are named', async () => {
  await addInstance('a', '2.0', 1_000);
  await addInstance('b', '3.1, "rc"', 2_000);
  await addInstance('absent', '1.0', 3_600_000);
  expect(await started()).toEqual(['2.0', '3.1, "rc"']);
});

test('the version is that of a late instance where none is live', async () => {
  await addInstance('late', '2.0', 200_000);
  await addInstance('absent', '3.1', 3_600_000);
  expect(await started()).toBe('2.0');
});

test('the version is unknown where the queue has a consumer without heartbeats', async () => {
  const setConsumers = (queue_consumers: number) =>
    bench.db
      .updateTable('extractors')
      .set({ queue_consumers, queue_checked_at: new Date(bench.now()) })
      .execute();
  await addVersions('2.0', '3.1');
  await addInstance('a', '3.1', 1_000);
  await setConsumers(1);
  expect(await started()).toBe('3.1');
  await setConsumers(2);
  expect(await started()).toEqual(['2.0', '3.1']);
  bench.pass(61_000);
  expect(await started()).toBe('3.1');
});

test('the version of an extractor without heartbeats is the only registered one, or one of them', async () => {
  await addVersions('2.0');
  expect(await started()).toBe('2.0');
  await addVersions('3.1');
  expect(await started()).toEqual(['2.0', '3.1']);
});
