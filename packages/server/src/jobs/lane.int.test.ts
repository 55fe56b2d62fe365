import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aManualBroker, aTarget, dispatchPorts } from '../lanes/rabbitmq/dispatch.builder.ts';
import { dispatchJobs } from '../lanes/rabbitmq/dispatch-jobs.ts';
import { aReport, createJobsBench, type JobsBench, WORD_COUNT } from './jobs.builder.ts';
import { expireLeases } from './leases.ts';
import { aDelivery } from './record/deliveries.builder.ts';
import { createReportRecorder } from './record/report-recorder.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
  await bench.db.updateTable('extractors').set({ queue: WORD_COUNT }).execute();
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.db.deleteFrom('jobs').execute();
});

/** A job that is leased over HTTP, and for which a report came over RabbitMQ. */
const withStrayReport = async () => {
  const id = await bench.submit();
  const attempt = await bench.claim();
  await createReportRecorder(bench).recordDeliveries([aDelivery('PROCESSING', { jobId: id })]);
  expect((await bench.job(id)).lane).toBe('rabbitmq');
  return { id, attempt };
};

test('a job given back over HTTP stays in the HTTP lane', async () => {
  const { id, attempt } = await withStrayReport();
  await attempt.report(aReport('RESUBMITTED'));
  expect(await bench.job(id)).toMatchObject({ lane: 'http', progress: { state: 'RESUBMITTED' } });
  expect(await bench.claim()).toMatchObject({ jobId: id, attempt: 2 });
});

test('a job whose lease ran out stays in the HTTP lane', async () => {
  const { id } = await withStrayReport();
  bench.pass(60_000);
  await expireLeases(bench, bench.now());
  expect(await bench.job(id)).toMatchObject({ lane: 'http', progress: { state: 'QUEUED' } });
  expect(await bench.claim()).toMatchObject({ jobId: id, attempt: 2 });
});

test('a late report over HTTP does not move a job back from the broker', async () => {
  const id = await bench.submit();
  const slow = await bench.claim();
  bench.pass(60_000);
  await expireLeases(bench, bench.now());
  const broker = aManualBroker();
  await dispatchJobs(dispatchPorts(bench, broker), aTarget());
  await slow.report(aReport('PROCESSING', { message: 'I was only slow' }));
  expect((await bench.job(id)).lane).toBe('rabbitmq');
  await dispatchJobs(dispatchPorts(bench, broker), aTarget());
  expect(broker.sent.map((message) => message.id)).toEqual([id]);
});
