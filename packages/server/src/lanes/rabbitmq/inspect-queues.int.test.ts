import { createVirtualHost, type VirtualHost } from '@pawprint/testing';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createJobsBench, type JobsBench, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { aDelivery, type DeliveredKind } from '../../jobs/record/deliveries.builder.ts';
import { createReportRecorder } from '../../jobs/record/report-recorder.ts';
import { writeInstance } from '../../store/extractors/instances.ts';
import { aManualBroker, aTarget, dispatchPorts } from './dispatch.builder.ts';
import { dispatchJobs } from './dispatch-jobs.ts';
import { createQueueInspector, type InspectionPorts, type QueueInspector } from './inspect-queues.ts';

const REPLIES = 'replies';
const SECOND = 1_000;
const DURABLE = { durable: true };

let bench: JobsBench;
let host: VirtualHost;
let model: ChannelModel;
let channel: Channel;
let consumer: Channel | undefined;
let found = 0;
let inspector: QueueInspector;

const portsWith = (connection: ChannelModel): InspectionPorts => ({
  ...bench,
  replyQueue: REPLIES,
  watchPrefix: 'pawprint.test.watch.',
  async withChannel(run) {
    const own = await connection.createChannel();
    own.on('error', () => undefined);
    try {
      return await run(own);
    } finally {
      await own.close().catch(() => undefined);
    }
  },
  onQueueFound: () => {
    found += 1;
  },
  onError(error) {
    throw error;
  },
});

beforeAll(async () => {
  bench = await createJobsBench();
  host = await createVirtualHost();
  model = await connect(host.url);
  channel = await model.createChannel();
});
afterAll(async () => {
  await model.close();
  await host.delete();
  await bench.close();
});
beforeEach(async () => {
  await consumer?.close();
  consumer = undefined;
  await channel.deleteQueue(WORD_COUNT);
  await channel.assertQueue(WORD_COUNT, DURABLE);
  await channel.assertQueue(REPLIES, DURABLE);
  await channel.purgeQueue(REPLIES);
  await bench.db.deleteFrom('jobs').execute();
  await bench.db.deleteFrom('extractor_instances').execute();
  const unknown = { queue: null, unroutable_at: null, queue_watched: false, queue_checked_at: null };
  await bench.db.updateTable('extractors').set(unknown).execute();
  found = 0;
  inspector = createQueueInspector(portsWith(model));
});

const useQueue = () => bench.db.updateTable('extractors').set({ queue: WORD_COUNT }).execute();

/** Starts a consumer that takes so many messages, and neither acknowledges nor reports. */
const consume = async (prefetch: number): Promise<void> => {
  consumer = await model.createChannel();
  await consumer.prefetch(prefetch);
  await consumer.consume(WORD_COUNT, () => undefined);
};

/** Starts two consumers that take one message each. Returns what acknowledges their deliveries, the first one first. */
const consumeTwice = async (): Promise<readonly (() => void)[]> => {
  const own = await model.createChannel();
  const deliveries: (() => void)[] = [];
  await own.prefetch(1);
  for (let n = 0; n < 2; n += 1)
    await own.consume(WORD_COUNT, (message) => {
      if (message !== null) deliveries.push(() => own.ack(message));
    });
  consumer = own;
  return deliveries;
};

/** A job that the server believes to be in the queue. */
const dispatchJob = async (): Promise<string> => {
  bench.pass(1);
  const id = await bench.submit();
  await dispatchJobs(dispatchPorts(bench, aManualBroker()), aTarget());
  return id;
};

/** Jobs whose messages are in the queue, in the order of their ids. */
const publishJobs = async (count: number): Promise<string[]> => {
  const before = (await channel.checkQueue(WORD_COUNT)).messageCount;
  const ids: string[] = [];
  for (let n = 0; n < count; n += 1) {
    const id = await dispatchJob();
    channel.sendToQueue(WORD_COUNT, Buffer.from(id), { persistent: true });
    ids.push(id);
  }
  if (consumer === undefined) await readyIs(before + count);
  return ids;
};

const readyIs = (count: number): Promise<void> =>
  expect.poll(async () => (await channel.checkQueue(WORD_COUNT)).messageCount).toBe(count);

/** Time passes, and the inspector does what it does every three seconds. Returns how many jobs were taken back. */
const pass = async (seconds: number): Promise<number> => {
  let takenBack = 0;
  for (let passed = 0; passed < seconds; passed += 3) {
    bench.pass(3 * SECOND);
    takenBack += await inspector.inspect();
  }
  return takenBack;
};

const reasonsOf = async (ids: readonly string[]): Promise<(string | null)[]> =>
  Promise.all(ids.map(async (id) => (await bench.job(id)).progress.reason?.text ?? null));

const report = (kind: DeliveredKind, ...ids: readonly string[]): Promise<unknown> =>
  createReportRecorder(bench).recordDeliveries(ids.map((jobId) => aDelivery(kind, { jobId })));

test('an extractor gets the queue of its name, and its jobs can be dispatched', async () => {
  const id = await bench.submit();
  await consume(1);
  expect(await bench.job(id)).toMatchObject({ lane: 'http', progress: { state: 'QUEUED' } });
  await pass(3);

  const extractor = await bench.db.selectFrom('extractors').selectAll().executeTakeFirstOrThrow();
  expect(extractor).toMatchObject({
    queue: WORD_COUNT,
    queue_ready: 0,
    queue_consumers: 1,
    queue_watched: true,
  });
  expect(found).toBe(1);
  const broker = aManualBroker();
  await dispatchJobs(dispatchPorts(bench, broker), aTarget());
  expect(broker.sent.map((message) => message.id)).toEqual([id]);
  expect(await bench.job(id)).toMatchObject({ lane: 'rabbitmq', progress: { state: 'QUEUED' } });
});

test('a queue that appears later is found while a job waits for it', async () => {
  await channel.deleteQueue(WORD_COUNT);
  await bench.submit();
  await pass(90);
  expect(found).toBe(0);
  await channel.assertQueue(WORD_COUNT, DURABLE);
  await pass(3);
  expect(found).toBe(1);
});

test('a queue that nobody consumes is left alone where the extractor is on HTTP', async () => {
  const heartbeat = {
    extractor: WORD_COUNT,
    instanceId: 'i',
    version: '1.0',
    host: null,
    intervalMs: 60_000,
  };
  await writeInstance(bench.db, { ...heartbeat, lane: 'http', isStopping: false }, bench.now());
  await bench.submit();
  await pass(120);
  expect(found).toBe(0);
  await consume(1);
  await pass(60);
  expect(found).toBe(1);
});

test('jobs whose queue was deleted are taken back and can be sent again', async () => {
  await useQueue();
  const ids = await publishJobs(3);
  await pass(6);
  await channel.deleteQueue(WORD_COUNT);
  expect(await pass(24)).toBe(3);
  const reason =
    'Its message is lost, since the queue word-count was deleted in the broker: it is sent again';
  expect(await reasonsOf(ids)).toEqual([reason, reason, reason]);

  await channel.assertQueue(WORD_COUNT, DURABLE);
  const broker = aManualBroker();
  await dispatchJobs(dispatchPorts(bench, broker), aTarget());
  expect(broker.sent.map((message) => message.id)).toEqual(ids);
});

test('a queue that was deleted and declared again at once is noticed', async () => {
  await useQueue();
  const ids = await publishJobs(3);
  await pass(6);
  await channel.deleteQueue(WORD_COUNT);
  await channel.assertQueue(WORD_COUNT, DURABLE);
  await consume(10);
  expect(await pass(24)).toBe(3);
  const reason = expect.stringContaining('was deleted in the broker and declared again');
  expect(await reasonsOf(ids)).toEqual([reason, reason, reason]);
});

test('messages published just before their queue was deleted and declared again are sent again', async () => {
  await useQueue();
  await pass(6);
  await publishJobs(1);
  await channel.deleteQueue(WORD_COUNT);
  await channel.assertQueue(WORD_COUNT, DURABLE);
  await consume(1);
  expect(await pass(57)).toBe(1);
});

test('a queue that was deleted while nothing was in it is no loss', async () => {
  await useQueue();
  await pass(6);
  await channel.deleteQueue(WORD_COUNT);
  await pass(18);
  await channel.assertQueue(WORD_COUNT, DURABLE);
  await consume(5);
  await publishJobs(5);
  expect(await pass(120)).toBe(0);
});

test('an emptied queue that nobody consumes loses what is not ready, the oldest first', async () => {
  await useQueue();
  const ids = await publishJobs(3);
  await pass(12);
  await channel.purgeQueue(WORD_COUNT);
  const later = await publishJobs(2);
  expect(await pass(30)).toBe(3);
  const reason = expect.stringContaining('no longer in the queue word-count, and nobody consumes that');
  expect(await reasonsOf([...ids, ...later])).toEqual([reason, reason, reason, null, null]);
});

test('a queue emptied under a backlog loses what was ready, and a busy consumer keeps its own', async () => {
  await useQueue();
  await consume(1);
  const ids = await publishJobs(4);
  await readyIs(3);
  await pass(12);
  await channel.purgeQueue(WORD_COUNT);
  expect(await pass(30)).toBe(3);
  const reason = 'Its message was removed from the queue word-count: it is sent again';
  expect(await reasonsOf(ids)).toEqual([null, reason, reason, reason]);
});

test('jobs that one consumer has passed over were removed from the queue, also under a backlog', async () => {
  await useQueue();
  await consume(1);
  const lost = await publishJobs(4);
  await readyIs(3);
  await channel.purgeQueue(WORD_COUNT);
  bench.pass(2 * SECOND);
  const [later = ''] = await publishJobs(1);
  expect(await pass(6)).toBe(0);
  await channel.purgeQueue(WORD_COUNT);
  await report('STARTED', later);
  expect(await pass(30)).toBe(4);
  const reason = expect.stringContaining('removed from the queue word-count, since later ones were started');
  expect(await reasonsOf([...lost, later])).toEqual([reason, reason, reason, reason, null]);
});

test('messages that a live consumer has taken without a report are not lost', async () => {
  await useQueue();
  const ids = await publishJobs(5);
  await pass(12);
  await consume(10);
  await readyIs(0);
  expect(await pass(240)).toBe(0);
  expect(await reasonsOf(ids)).toEqual([null, null, null, null, null]);
});

test('jobs that are reported on, and all while reports are unread, are not taken back', async () => {
  await useQueue();
  const [first = '', second = ''] = await publishJobs(2);
  await pass(6);
  await channel.deleteQueue(WORD_COUNT);
  channel.sendToQueue(REPLIES, Buffer.from('{}'));
  await expect.poll(async () => (await channel.checkQueue(REPLIES)).messageCount).toBe(1);
  expect(await pass(60)).toBe(0);

  await report('STARTED', first);
  await channel.purgeQueue(REPLIES);
  expect(await pass(12)).toBe(1);
  expect((await bench.job(second)).lane).toBeNull();
  expect((await bench.job(first)).lane).toBe('rabbitmq');
});

test('after a long silence more messages than consumers are sent again', async () => {
  await useQueue();
  await consume(10);
  await publishJobs(3);
  expect(await pass(14 * 60)).toBe(0);
  expect(await pass(2 * 60)).toBe(3);
});

test('a message that no free consumer can have is sent again while all others are busy', async () => {
  await useQueue();
  const [first = '', second = ''] = await publishJobs(2);
  bench.pass(2 * SECOND);
  const [removed = ''] = await publishJobs(1);
  bench.pass(2 * SECOND);
  const [later = ''] = await publishJobs(1);
  const deliveries = await consumeTwice();
  await readyIs(2);
  await report('STARTED', first, second);
  await pass(6);
  expect(await channel.get(WORD_COUNT, { noAck: true })).toBeTruthy();
  await publishJobs(1);
  deliveries[0]?.();
  await readyIs(1);
  await report('SUCCEEDED', first);
  await report('STARTED', later);
  expect(await pass(30)).toBe(1);
  expect(await reasonsOf([removed])).toEqual([
    expect.stringContaining('removed from the queue word-count, since later ones were started'),
  ]);
});

test('a message that idle consumers do not start as soon as usual is sent again', async () => {
  await useQueue();
  for (let n = 0; n < 20; n += 1) {
    const [id = ''] = await publishJobs(1);
    bench.pass(SECOND);
    await report('STARTED', id);
    bench.pass(SECOND);
    await report('SUCCEEDED', id);
  }
  await channel.purgeQueue(WORD_COUNT);
  await consumeTwice();
  const lost = await dispatchJob();
  expect(await pass(57)).toBe(0);
  expect(await pass(30)).toBe(1);
  expect(await reasonsOf([lost])).toEqual([expect.stringContaining('nobody has reported on it')]);
});

test('without the right to bind queues, what no consumer can have is found all the same', async () => {
  const url = await host.urlWith({ configure: '^pawprint\\.', write: '^pawprint\\.', read: '^pawprint\\.' });
  const restricted = await connect(url);
  inspector = createQueueInspector(portsWith(restricted));
  await useQueue();
  await publishJobs(2);
  await pass(12);
  await channel.purgeQueue(WORD_COUNT);
  expect(await pass(30)).toBe(2);
  expect(await bench.db.selectFrom('extractors').select('queue_watched').executeTakeFirst()).toEqual({
    queue_watched: false,
  });
  await restricted.close();
});
