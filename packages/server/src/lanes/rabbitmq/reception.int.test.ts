import { createVirtualHost, readRecording, type VirtualHost } from '@pawprint/testing';
import { type ChannelModel, connect } from 'amqplib';
import { v4 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createJobsBench, type JobsBench, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { aDelivery, submitToBroker } from '../../jobs/record/deliveries.builder.ts';
import { createReportRecorder } from '../../jobs/record/report-recorder.ts';
import { checkSilentJobs } from '../../jobs/silence.ts';
import { readLastReportAt } from '../../store/jobs/jobs-in-broker.ts';
import { consumeReports } from './consumers.ts';
import { createReception, type Reception } from './reception.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const terms = { minStallMs: 15 * MINUTE, limitMs: 24 * 60 * MINUTE, maxAttempts: 10 };

let bench: JobsBench;
let host: VirtualHost;
let model: ChannelModel;
let queue: string;
let problems: (string | null)[];
let recordDeliveries: Reception['recordDeliveries'];
let reception: Reception;
beforeAll(async () => {
  bench = await createJobsBench();
  host = await createVirtualHost();
  model = await connect(host.url);
});
afterAll(async () => {
  await model.close();
  await host.delete();
  await bench.close();
});
beforeEach(() => {
  queue = `pawprint.${v4()}.replies`;
  problems = [];
  recordDeliveries = createReportRecorder(bench).recordDeliveries;
  reception = createReception({
    now: bench.now,
    replyQueue: queue,
    async withChannel(run) {
      const own = await model.createChannel();
      own.on('error', () => undefined);
      const result = await run(own);
      await own.close().catch(() => undefined);
      return result;
    },
    recordDeliveries: (deliveries) => recordDeliveries(deliveries),
    readLastReportAt: () => readLastReportAt(bench.db),
    onChange: (problem) => problems.push(problem),
  });
});

/** Time passes, and the reception is checked every five seconds. */
const pass = async (ms: number): Promise<void> => {
  for (let passed = 0; passed < ms; passed += 5 * SECOND) {
    bench.pass(5 * SECOND);
    await reception.check();
  }
};

const consume = async () =>
  consumeReports(await model.createChannel(), {
    queue,
    record: reception.recordDeliveries,
    onError: () => undefined,
  });

/** What pyClowder reported about a job, as if the job had been ours. */
const sendRecorded = async (jobId: string): Promise<void> => {
  const channel = await model.createConfirmChannel();
  for (const { body } of readRecording('wordcount').replies) {
    const ours = { ...body, job_id: jobId, extractor_id: WORD_COUNT };
    channel.sendToQueue(queue, Buffer.from(JSON.stringify(ours)), { correlationId: jobId });
  }
  await channel.waitForConfirms();
  await channel.close();
};

const readyIs = async (count: number): Promise<void> => {
  const channel = await model.createChannel();
  await expect.poll(async () => (await channel.checkQueue(queue)).messageCount).toBe(count);
  await channel.close();
};

const startJob = async (): Promise<string> => {
  const id = await submitToBroker(bench);
  await createReportRecorder(bench).recordDeliveries([aDelivery('STARTED', { jobId: id })]);
  return id;
};

test('reports that somebody else holds are noticed, and no job is stalled or lost for it', async () => {
  const other = await model.createChannel();
  const options = { durable: true, arguments: { 'x-single-active-consumer': true } };
  await other.assertQueue(queue, options);
  await other.prefetch(1);
  await other.consume(queue, () => undefined);
  const ours = await consume();
  reception.begin();
  const id = await startJob();
  await sendRecorded(id);
  await readyIs(readRecording('wordcount').replies.length - 1);
  await pass(MINUTE);
  expect(problems).toEqual([]);
  await pass(10 * SECOND);
  expect(problems).toEqual([expect.stringMatching(/^\d wait in the queue .*, and no server takes any$/)]);

  bench.pass(25 * 60 * MINUTE);
  await checkSilentJobs({ ...bench, reportsSince: reception.since }, terms, bench.now());
  expect((await bench.job(id)).progress).toMatchObject({ state: 'RUNNING', flags: new Set() });

  await other.close();
  await expect.poll(async () => (await bench.job(id)).progress.state).toBe('SUCCEEDED');
  await reception.check();
  expect(problems.at(-1)).toBeNull();
  expect(reception.since()).toBe(bench.now());
  await ours.stop();
});

test('a reply queue without a consumer is noticed, though nothing waits in it', async () => {
  const ours = await consume();
  reception.begin();
  await pass(MINUTE);
  await ours.stop();
  await pass(20 * SECOND);
  expect(reception.since()).toBeNull();
  expect(reception.problem()).toBe(`nobody consumes the queue ${queue}`);
});

test('reports that cannot be stored are noticed, though none waits in the broker', async () => {
  const store = recordDeliveries;
  recordDeliveries = () => Promise.reject(new Error('disk full'));
  const ours = await consume();
  reception.begin();
  const id = await startJob();
  await sendRecorded(id);
  await readyIs(0);
  await pass(70 * SECOND);
  expect(reception.problem()).toBe('they cannot be stored (disk full)');
  recordDeliveries = store;
  await expect.poll(async () => (await bench.job(id)).progress.state).toBe('SUCCEEDED');
  await reception.check();
  expect(problems.at(-1)).toBeNull();
  await ours.stop();
});

test('a backlog that is worked off is no problem', async () => {
  const channel = await model.createChannel();
  await channel.assertQueue(queue, { durable: true, arguments: { 'x-single-active-consumer': true } });
  await channel.prefetch(1);
  await channel.consume(queue, () => undefined);
  await sendRecorded(v4());
  for (let n = 0; n < 10; n += 1) {
    await startJob();
    await pass(10 * SECOND);
  }
  expect(problems).toEqual([]);
  await channel.close();
});
