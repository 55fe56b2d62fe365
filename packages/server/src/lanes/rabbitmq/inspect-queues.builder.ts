import { createVirtualHost, type VirtualHost } from '@pawprint/testing';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import { expect } from 'vitest';
import { createJobsBench, type JobsBench, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { aDelivery, type DeliveredKind } from '../../jobs/record/deliveries.builder.ts';
import { createReportRecorder } from '../../jobs/record/report-recorder.ts';
import { aManualBroker, aTarget, dispatchPorts } from './dispatch.builder.ts';
import { dispatchJobs } from './dispatch-jobs.ts';
import { createQueueInspector, type InspectionPorts, type QueueInspector } from './inspect-queues.ts';

export const REPLIES = 'replies';
export const SECOND = 1_000;
export const DURABLE = { durable: true };

/** A real broker with one extractor's queue, and an inspector of it in the test's own time. */
export interface InspectedBroker {
  readonly bench: JobsBench;
  readonly channel: Channel;
  /** An empty queue that nobody consumes, and no jobs. The extractor is not known to use the queue. */
  readonly reset: () => Promise<void>;
  readonly close: () => Promise<void>;
  readonly urlWith: VirtualHost['urlWith'];
  /** Inspects over this connection from now on. */
  readonly inspectOver: (connection: ChannelModel) => void;
  /** How often the inspector found a queue. */
  readonly queuesFound: () => number;
  readonly useQueue: () => Promise<unknown>;
  /** Starts a consumer that takes so many messages, and neither acknowledges nor reports. */
  readonly consume: (prefetch: number) => Promise<void>;
  /** Starts two consumers that take one message each. Returns what acknowledges their deliveries, the first one first. */
  readonly consumeTwice: () => Promise<readonly (() => void)[]>;
  /** A job that the server believes to be in the queue. */
  readonly dispatchJob: () => Promise<string>;
  /** Jobs whose messages are in the queue, in the order of their ids. */
  readonly publishJobs: (count: number) => Promise<string[]>;
  readonly readyIs: (count: number) => Promise<void>;
  /** Time passes, and the inspector does what it does every three seconds. Returns how many jobs were taken back. */
  readonly pass: (seconds: number) => Promise<number>;
  readonly reasonsOf: (ids: readonly string[]) => Promise<(string | null)[]>;
  readonly report: (kind: DeliveredKind, ...ids: readonly string[]) => Promise<unknown>;
}

export const createInspectedBroker = async (): Promise<InspectedBroker> => {
  const bench = await createJobsBench();
  const host = await createVirtualHost();
  const model = await connect(host.url);
  const channel = await model.createChannel();
  let consumer: Channel | undefined;
  const inspection = createInspection(bench);
  const { recordDeliveries } = createReportRecorder(bench);
  const dispatchJob = () => dispatchTo(bench);
  const readyIs = (count: number) => waitForReady(channel, count);
  const takeEach = async (prefetch: number): Promise<Channel> => {
    consumer = await model.createChannel();
    await consumer.prefetch(prefetch);
    return consumer;
  };
  return {
    bench,
    channel,
    async reset() {
      await consumer?.close();
      consumer = undefined;
      await emptyQueues(channel);
      await forgetJobs(bench);
      inspection.begin(model);
    },
    async close() {
      await model.close();
      await host.delete();
      await bench.close();
    },
    urlWith: (permissions) => host.urlWith(permissions),
    inspectOver: (connection) => inspection.begin(connection),
    queuesFound: inspection.queuesFound,
    useQueue: () => bench.db.updateTable('extractors').set({ queue: WORD_COUNT }).execute(),
    async consume(prefetch) {
      await (await takeEach(prefetch)).consume(WORD_COUNT, () => undefined);
    },
    consumeTwice: async () => consumeTwiceOn(await takeEach(1)),
    dispatchJob,
    async publishJobs(count) {
      const before = (await channel.checkQueue(WORD_COUNT)).messageCount;
      const ids: string[] = [];
      for (let n = 0; n < count; n += 1) {
        const id = await dispatchJob();
        channel.sendToQueue(WORD_COUNT, Buffer.from(id), { persistent: true });
        ids.push(id);
      }
      if (consumer === undefined) await readyIs(before + count);
      return ids;
    },
    readyIs,
    pass: (seconds) => inspection.pass(seconds),
    reasonsOf: (ids) =>
      Promise.all(ids.map(async (id) => (await bench.job(id)).progress.reason?.text ?? null)),
    report: (kind, ...ids) => recordDeliveries(ids.map((jobId) => aDelivery(kind, { jobId }))),
  };
};

const createInspection = (bench: JobsBench) => {
  let inspector: QueueInspector | undefined;
  let found = 0;
  return {
    begin(connection: ChannelModel) {
      found = 0;
      const onQueueFound = () => {
        found += 1;
      };
      inspector = createQueueInspector({ ...portsWith(bench, connection), onQueueFound });
    },
    queuesFound: () => found,
    async pass(seconds: number) {
      let takenBack = 0;
      for (let passed = 0; passed < seconds; passed += 3) {
        bench.pass(3 * SECOND);
        takenBack += (await inspector?.inspect()) ?? 0;
      }
      return takenBack;
    },
  };
};

const portsWith = (bench: JobsBench, connection: ChannelModel): Omit<InspectionPorts, 'onQueueFound'> => ({
  ...bench,
  replyQueue: REPLIES,
  watchPrefix: 'pawprint.test.watch.',
  approveChanges: false,
  async withChannel(run) {
    const own = await connection.createChannel();
    own.on('error', () => undefined);
    try {
      return await run(own);
    } finally {
      await own.close().catch(() => undefined);
    }
  },
  onError(error) {
    throw error;
  },
});

const emptyQueues = async (channel: Channel): Promise<void> => {
  await channel.deleteQueue(WORD_COUNT);
  await channel.assertQueue(WORD_COUNT, DURABLE);
  await channel.assertQueue(REPLIES, DURABLE);
  await channel.purgeQueue(REPLIES);
};

const forgetJobs = async ({ db }: JobsBench): Promise<void> => {
  await db.deleteFrom('jobs').execute();
  await db.deleteFrom('extractor_instances').execute();
  const unknown = { queue: null, unroutable_at: null, queue_watched: false, queue_checked_at: null };
  await db.updateTable('extractors').set(unknown).execute();
};

const dispatchTo = async (bench: JobsBench): Promise<string> => {
  bench.pass(1);
  const id = await bench.submit();
  await dispatchJobs(dispatchPorts(bench, aManualBroker()), aTarget());
  return id;
};

const waitForReady = (channel: Channel, count: number): Promise<void> =>
  expect.poll(async () => (await channel.checkQueue(WORD_COUNT)).messageCount).toBe(count);

const consumeTwiceOn = async (own: Channel): Promise<readonly (() => void)[]> => {
  const deliveries: (() => void)[] = [];
  for (let n = 0; n < 2; n += 1)
    await own.consume(WORD_COUNT, (message) => {
      if (message !== null) deliveries.push(() => own.ack(message));
    });
  return deliveries;
};
