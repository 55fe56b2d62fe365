import { createPublisher } from '@pawprint/amqp';
import { createVirtualHost, type VirtualHost } from '@pawprint/testing';
import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib';
import { v4 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cancelJob } from '../../jobs/cancel.ts';
import { ANA, ANA_CALLING, createJobsBench, type JobsBench, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { applyEvents, serverEvent } from '../../model/job-change.ts';
import { followActs, type ReadActs } from '../../store/audit.builder.ts';
import { appendEvents } from '../../store/jobs/append-events.ts';
import { lockJobs } from '../../store/jobs/lock-jobs.ts';
import { type ErrorQueuePorts, listErrorQueues, showErrorQueue } from './error-queue.ts';
import { createMessagePublisher } from './message-publisher.ts';
import { discardFailed, type Replay, replayFailed } from './replay-failed.ts';

const QUEUE = WORD_COUNT;
const ERRORS = `error.${QUEUE}`;

let bench: JobsBench;
let acts: ReadActs;
let host: VirtualHost;
let model: ChannelModel;
let channel: ConfirmChannel;
let ports: ErrorQueuePorts;
beforeAll(async () => {
  bench = await createJobsBench([WORD_COUNT, 'http-only']);
  await bench.db.updateTable('extractors').set({ queue: QUEUE }).where('name', '=', WORD_COUNT).execute();
  host = await createVirtualHost();
  model = await connect(host.url);
  channel = await model.createConfirmChannel();
  const amqpPublisher = createPublisher();
  amqpPublisher.use(channel);
  ports = {
    ...bench,
    publisher: createMessagePublisher(amqpPublisher),
    replyQueue: 'replies',
    async withChannel(run) {
      const own = await model.createChannel();
      own.on('error', () => undefined);
      const result = await run(own);
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
  for (const queue of [QUEUE, ERRORS]) {
    await channel.assertQueue(queue, { durable: true });
    await channel.purgeQueue(queue);
  }
  acts = await followActs(bench.db);
});

/** A job that failed, and its message in the error queue, as pyClowder leaves it after its last try. */
const failedJob = async (body: object = {}): Promise<string> => {
  const id = await bench.submit();
  await bench.db.transaction().execute(async (trx) => {
    const [job] = await lockJobs(trx, [id]);
    if (job === undefined) throw new Error('it was just submitted');
    const failed = serverEvent('ERROR', 'disk full', bench.now(), { attempt: 1 });
    await appendEvents(trx, [applyEvents(job, [failed], bench.now())]);
  });
  bench.pass(1_000);
  await fail({
    job_id: id,
    id: 'f1',
    filename: 'soil.csv',
    secretKey: 'eyJ.top.secret',
    retry_count: 10,
    ...body,
  });
  return id;
};
const fail = async (body: unknown): Promise<void> => {
  channel.sendToQueue(ERRORS, Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)));
  await channel.waitForConfirms();
};
const depthOf = async (queue: string): Promise<number> => (await channel.checkQueue(queue)).messageCount;
const replay = (also: Partial<Replay> = {}) =>
  replayFailed(ports, { extractor: WORD_COUNT, choice: undefined, again: false, by: ANA_CALLING, ...also });
const show = async () => {
  const shown = await showErrorQueue(ports, WORD_COUNT, 20);
  if (typeof shown === 'string') throw new Error(shown);
  return shown;
};
const getMessage = async (queue: string): Promise<Record<string, unknown>> => {
  const message = await channel.get(queue, { noAck: true });
  return message === false ? {} : JSON.parse(message.content.toString());
};

test('error queues that have messages are listed with their number', async () => {
  expect(await listErrorQueues(ports)).toEqual([]);
  await failedJob();
  await failedJob();
  await channel.waitForConfirms();
  expect(await listErrorQueues(ports)).toEqual([{ extractor: WORD_COUNT, queue: ERRORS, depth: 2 }]);
  expect(await listErrorQueues({ ...ports, withChannel: async () => undefined })).toBeUndefined();
});

test('failed messages are shown with their jobs and reasons, without keys, and stay', async () => {
  const id = await failedJob();
  await fail('not json at all');
  for (let time = 0; time < 2; time++) {
    const { queue, depth, messages } = await show();
    expect([queue, depth]).toEqual([ERRORS, 2]);
    expect(messages).toMatchObject([
      {
        job: { id, state: 'FAILED' },
        reason: 'disk full',
        resource_id: 'f1',
        resource_name: 'soil.csv',
        retry_count: 10,
        replays: 0,
      },
      { job: null, reason: null, resource_id: null, retry_count: 0, body: 'not json at all' },
    ]);
    expect(JSON.stringify(messages)).not.toContain('top.secret');
  }
});

test('a replayed message keeps its job', async () => {
  const id = await failedJob();
  expect(await replay()).toEqual({ replayed: 1, kept: 0 });
  expect([await depthOf(QUEUE), await depthOf(ERRORS)]).toEqual([1, 0]);
  expect(await getMessage(QUEUE)).toMatchObject({ job_id: id, retry_count: 0, pawprint_replays: 1 });
  expect((await bench.job(id)).progress.state).toBe('FAILED');
  expect((await bench.events(id)).at(-1)).toMatchObject({
    kind: 'QUEUED',
    message: 'sent again from the error queue by Ana Ferreira',
  });
  expect(await acts()).toMatchObject([
    { act: 'error_queue.replay', subject: WORD_COUNT, user_id: ANA.id, details: { jobs: [id], messages: 1 } },
  ]);
});

test('a message that failed after a replay is replayed only with `again`', async () => {
  await failedJob({ pawprint_replays: 1 });
  expect(await replay()).toEqual({ replayed: 0, kept: 1 });
  expect(await depthOf(ERRORS)).toBe(1);
  expect(await acts()).toEqual([]);

  expect(await replay({ again: true })).toEqual({ replayed: 1, kept: 0 });
  expect(await getMessage(QUEUE)).toMatchObject({ pawprint_replays: 2 });
});

test('one of many messages is replayed, and the others keep their places', async () => {
  const ids = [await failedJob(), await failedJob(), await failedJob()];
  const { messages } = await show();
  const choice = messages.slice(1, 2).map(({ fingerprint }) => fingerprint);
  expect(await replay({ choice })).toEqual({ replayed: 1, kept: 0 });
  expect((await show()).messages.map(({ job }) => job?.id)).toEqual([ids[0], ids[2]]);
});

test('messages of cancelled jobs and without JSON are not replayed', async () => {
  const id = await bench.submit();
  await cancelJob(bench, id, ANA);
  await fail({ job_id: id, id: 'f1' });
  await fail('not json at all');
  expect(await replay()).toEqual({ replayed: 0, kept: 2 });
  expect([await depthOf(QUEUE), await depthOf(ERRORS)]).toEqual([0, 2]);
});

test('a message that jclowder encoded twice is shown and replayed as it was sent', async () => {
  const id = await failedJob();
  await channel.purgeQueue(ERRORS);
  const sent = { job_id: id, jobid: id, id: 'f1', filename: 'soil.csv', secretKey: 'eyJ.top.secret' };
  await fail(JSON.stringify(JSON.stringify(sent)));
  await fail('"a text that is no message"');
  const { messages } = await show();
  expect(messages).toMatchObject([
    { job: { id, state: 'FAILED' }, reason: 'disk full', resource_id: 'f1', resource_name: 'soil.csv' },
    { job: null, body: 'a text that is no message' },
  ]);
  expect(JSON.parse(messages[0]?.body ?? '')).toMatchObject({ jobid: id, filename: 'soil.csv' });
  expect(JSON.stringify(messages)).not.toContain('top.secret');
  expect(await replay()).toEqual({ replayed: 1, kept: 1 });
  expect(await getMessage(QUEUE)).toMatchObject({ ...sent, retry_count: 0, pawprint_replays: 1 });
});

test('a message of an unknown job is replayed unchanged', async () => {
  const body = { jobid: v4(), id: 'f9', parameters: { depth: 2 } };
  await fail(body);
  expect(await replay()).toEqual({ replayed: 1, kept: 0 });
  expect(await getMessage(QUEUE)).toMatchObject(body);
});

test("a message that names another extractor's job leaves that job as it is", async () => {
  const id = await failedJob();
  await bench.db.updateTable('jobs').set({ extractor: 'http-only' }).where('id', '=', id).execute();
  expect(await replay()).toEqual({ replayed: 1, kept: 0 });
  expect((await bench.events(id)).map(({ kind }) => kind)).not.toContain('QUEUED');
});

test('a message whose queue does not exist stays in the error queue', async () => {
  await failedJob();
  await channel.deleteQueue(QUEUE);
  expect(await replay()).toEqual({ replayed: 0, kept: 1 });
  expect(await depthOf(ERRORS)).toBe(1);
});

test('an unroutable message ends the replay', async () => {
  const ids = [await failedJob(), await failedJob(), await failedJob()];
  const publisher: ErrorQueuePorts['publisher'] = {
    ...ports.publisher,
    publish: async (message, limitMs) =>
      message.id === ids[0]
        ? ports.publisher.publish(message, limitMs)
        : { outcome: 'unroutable', reason: 'there is no queue word-count' },
  };
  const replaying = { extractor: WORD_COUNT, choice: undefined, again: false, by: ANA_CALLING };
  expect(await replayFailed({ ...ports, publisher }, replaying)).toEqual({ replayed: 1, kept: 2 });
  expect((await show()).messages.map(({ job }) => job?.id)).toEqual(ids.slice(1));
});

test('a message that could not be sent stays in the error queue', async () => {
  await failedJob();
  const publisher: ErrorQueuePorts['publisher'] = {
    ...ports.publisher,
    publish: async () => ({ outcome: 'unsent', reason: 'the connection broke' }),
  };
  const replaying = { extractor: WORD_COUNT, choice: undefined, again: false, by: ANA_CALLING };
  expect(await replayFailed({ ...ports, publisher }, replaying)).toEqual({ replayed: 0, kept: 1 });
  expect(await depthOf(ERRORS)).toBe(1);
});

test('discarded messages are removed, and the audit log names their jobs and who did it', async () => {
  const id = await failedJob();
  const other = await failedJob();
  const { messages } = await show();
  expect(await discardFailed(ports, WORD_COUNT, [messages[0]?.fingerprint ?? ''], ANA_CALLING)).toBe(1);
  expect((await show()).messages.map(({ job }) => job?.id)).toEqual([other]);
  expect(await discardFailed(ports, WORD_COUNT, undefined, ANA_CALLING)).toBe(1);
  expect(await discardFailed(ports, WORD_COUNT, undefined, ANA_CALLING)).toBe(0);
  expect((await acts()).map(({ act, details }) => [act, details])).toEqual([
    ['error_queue.discard', { jobs: [id] }],
    ['error_queue.discard', { jobs: [other] }],
  ]);
});

test('an undeclared error queue is empty, and an extractor without RabbitMQ has none', async () => {
  await channel.deleteQueue(ERRORS);
  expect(await show()).toEqual({ queue: ERRORS, depth: 0, messages: [] });
  expect(await showErrorQueue(ports, 'http-only', 20)).toBe('no_queue');
  expect(await showErrorQueue({ ...ports, withChannel: async () => undefined }, WORD_COUNT, 20)).toBe(
    'broker_away',
  );
});
