import { createVirtualHost, type VirtualHost } from '@pawprint/testing';
import { type Channel, type ChannelModel, type ConfirmChannel, connect, type GetMessage } from 'amqplib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createJobsBench, type JobsBench, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { submitToBroker } from '../../jobs/record/deliveries.builder.ts';
import { createReportRecorder, type ReportRecorder } from '../../jobs/record/report-recorder.ts';
import { parseDelivery } from '../../model/report.ts';
import type { ErrorQueuePorts } from './error-queue.ts';
import { createErrorQueueReview } from './review-error-queues.ts';

const ERRORS = `error.${WORD_COUNT}`;

let bench: JobsBench;
let host: VirtualHost;
let model: ChannelModel;
let channel: ConfirmChannel;
let ports: ErrorQueuePorts;
let recordDeliveries: ReportRecorder['recordDeliveries'];
let read = 0;
beforeAll(async () => {
  bench = await createJobsBench();
  ({ recordDeliveries } = createReportRecorder(bench));
  await bench.db.updateTable('extractors').set({ queue: WORD_COUNT }).execute();
  host = await createVirtualHost();
  model = await connect(host.url);
  channel = await model.createConfirmChannel();
  ports = {
    ...bench,
    replyQueue: 'replies',
    publisher: { publish: () => Promise.reject(new Error('nothing is published')) },
    async withChannel(run) {
      const own = await model.createChannel();
      own.on('error', () => undefined);
      const result = await run(countReads(own));
      await own.close().catch(() => undefined);
      return result;
    },
  };
});
afterAll(async () => {
  await model.close();
  await host.delete();
  await bench.close();
});
beforeEach(async () => {
  await bench.db.deleteFrom('jobs').execute();
  await declareErrors();
  read = 0;
});

const countReads = (own: Channel): Channel => {
  const get = own.get.bind(own);
  own.get = async (...args) => {
    const message = await get(...args);
    if (message !== false) read += 1;
    return message;
  };
  return own;
};

const declareErrors = async (args: Record<string, unknown> = {}): Promise<void> => {
  await channel.deleteQueue(ERRORS);
  await channel.assertQueue(ERRORS, { durable: true, arguments: args });
};

/** What jclowder reports, as it writes it. */
const report = async (jobId: string, ...statuses: readonly string[]): Promise<void> => {
  for (const status of statuses) {
    bench.pass(100);
    const start = '2026-11-24T01:52:13.204Z';
    const body = { job_id: jobId, file_id: 'f1', extractor_id: WORD_COUNT, start, status };
    const properties = { correlationId: jobId };
    const delivery = parseDelivery({ body: Buffer.from(JSON.stringify(body)), properties }, false);
    await recordDeliveries([delivery]);
  }
};
const BEGUN = ['Starting file download.', 'Downloading file', 'Processing file.'];

/** jclowder writes the message that it received as a JSON string. */
const putIntoErrorQueue = async (jobId: string): Promise<void> => {
  const received = JSON.stringify({ jobid: jobId, id: 'f1', secretKey: 'eyJ.top.secret' });
  channel.sendToQueue(ERRORS, Buffer.from(JSON.stringify(received)), { correlationId: jobId });
  await channel.waitForConfirms();
};

/** The job of an extractor that failed ten times and could report none of it. */
const failedJob = async (): Promise<string> => {
  const id = await submitToBroker(bench);
  await report(id, ...BEGUN);
  await putIntoErrorQueue(id);
  await report(id, 'Done');
  return id;
};

const seen = async (id: string) => {
  const { state, attempts } = (await bench.job(id)).progress;
  return { state, outcomes: attempts.map(({ outcome }) => outcome) };
};

const namedJobs = async (): Promise<string[]> => {
  const taken: GetMessage[] = [];
  for (let message = await channel.get(ERRORS); message !== false; message = await channel.get(ERRORS))
    taken.push(message);
  for (const message of taken) channel.nack(message);
  return taken.map(({ content }) => JSON.parse(JSON.parse(content.toString()) as string).jobid);
};

test('a job whose message lies in the error queue is FAILED, though its extractor said Done', async () => {
  const ids = [await failedJob(), await failedJob()];
  const good = await submitToBroker(bench);
  await report(good, ...BEGUN, 'Done');
  const [first = ''] = ids;
  const { finishedAt } = (await bench.job(first)).progress;
  bench.pass(5_000);
  expect(await createErrorQueueReview(ports).review()).toBe(2);
  const reason = `Its message is in the error queue ${ERRORS}, though it was reported as done`;
  const { progress } = await bench.job(first);
  expect(progress).toMatchObject({
    state: 'FAILED',
    finishedAt,
    error: { message: reason, attempt: 1 },
    reason: { code: 'in_error_queue', facts: { queue: ERRORS } },
    attempts: [{ outcome: 'FAILED', endedAt: finishedAt, error: reason }],
  });
  expect((await bench.events(first)).at(-1)).toMatchObject({
    kind: 'FAILURE_FOUND',
    matchedBy: 'server',
    recordedAttempt: 1,
  });
  expect(await seen(good)).toEqual({ state: 'SUCCEEDED', outcomes: ['SUCCEEDED'] });
  expect(await namedJobs()).toEqual(ids);
});

test('messages are read only where the queue has grown since a job said Done', async () => {
  const { review } = createErrorQueueReview(ports);
  await putIntoErrorQueue(await submitToBroker(bench));
  expect(await review()).toBe(0);
  expect(read).toBe(0);

  await failedJob();
  expect(await review()).toBe(1);
  expect(read).toBe(2);
  await report(await submitToBroker(bench), ...BEGUN, 'Done');
  expect(await review()).toBe(0);
  expect(read).toBe(2);
  await failedJob();
  expect(await review()).toBe(1);
  expect(read).toBe(5);
});

test('a message that was read before its job said Done counts', async () => {
  const { review } = createErrorQueueReview(ports);
  const late = await submitToBroker(bench);
  await report(late, ...BEGUN);
  await putIntoErrorQueue(late);
  await failedJob();
  expect(await review()).toBe(1);
  await report(late, 'Done');
  expect(await review()).toBe(1);
  expect(await seen(late)).toEqual({ state: 'FAILED', outcomes: ['FAILED'] });
});

test('a message that was moved back and then worked leaves its job done', async () => {
  const { review } = createErrorQueueReview(ports);
  const id = await failedJob();
  expect(await review()).toBe(1);
  await channel.purgeQueue(ERRORS);
  await report(id, ...BEGUN, 'Done');
  expect(await review()).toBe(0);
  expect(await seen(id)).toEqual({ state: 'SUCCEEDED', outcomes: ['FAILED', 'SUCCEEDED'] });
});

test('a message that was copied back explains only the attempt that had failed', async () => {
  const id = await failedJob();
  expect(await createErrorQueueReview(ports).review()).toBe(1);
  await report(id, ...BEGUN, 'Done');
  expect(await createErrorQueueReview(ports).review()).toBe(0);
  expect(await seen(id)).toMatchObject({ state: 'SUCCEEDED' });

  await putIntoErrorQueue(id);
  expect(await createErrorQueueReview(ports).review()).toBe(1);
  expect(await seen(id)).toEqual({ state: 'FAILED', outcomes: ['FAILED', 'FAILED'] });
});

test('messages of a quorum queue are not read until it drops them', async () => {
  await declareErrors({ 'x-queue-type': 'quorum' });
  const { review } = createErrorQueueReview(ports);
  const ids: string[] = [];
  for (let n = 0; n < 8; n++) {
    ids.push(await failedJob());
    await expect.poll(async () => (await channel.checkQueue(ERRORS)).messageCount).toBe(n + 1);
    await review();
  }
  expect(await seen(ids[4] ?? '')).toMatchObject({ state: 'FAILED' });
  expect(await seen(ids[7] ?? '')).toMatchObject({ state: 'SUCCEEDED' });
  const oldest = await channel.get(ERRORS);
  expect(oldest && oldest.properties.headers?.['x-delivery-count']).toBeLessThan(10);
});

test('nothing is read while another server reviews, or the broker is away', async () => {
  await failedJob();
  const away = createErrorQueueReview({ ...ports, withChannel: async () => undefined });
  expect(await away.review()).toBe(0);
  const [one, other] = [createErrorQueueReview(ports), createErrorQueueReview(ports)];
  const failed = await Promise.all([one.review(), other.review()]);
  expect(failed.toSorted((a, b) => a - b)).toEqual([0, 1]);
});
