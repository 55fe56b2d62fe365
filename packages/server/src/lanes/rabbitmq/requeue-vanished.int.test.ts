import { createVirtualHost, type VirtualHost } from '@pawprint/testing';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createJobsBench, type JobsBench, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { aManualBroker, aTarget, dispatchPorts } from './dispatch.builder.ts';
import { dispatchJobs } from './dispatch-jobs.ts';
import { type RequeuePorts, requeueVanished } from './requeue-vanished.ts';

const REPLIES = 'replies';
const MINUTE = 60_000;

let bench: JobsBench;
let host: VirtualHost;
let model: ChannelModel;
let channel: Channel;
let ports: RequeuePorts;
beforeAll(async () => {
  bench = await createJobsBench();
  await bench.db.updateTable('extractors').set({ queue: WORD_COUNT }).execute();
  host = await createVirtualHost();
  model = await connect(host.url);
  channel = await model.createChannel();
  ports = {
    ...bench,
    replyQueue: REPLIES,
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
  await bench.db.deleteFrom('jobs').execute();
  for (const queue of [WORD_COUNT, REPLIES]) {
    await channel.assertQueue(queue, { durable: true });
    await channel.purgeQueue(queue);
  }
});

/** A job that is queued, with no message in the broker. */
const inBroker = async (): Promise<string> => {
  const id = await bench.submit();
  await dispatchJobs(dispatchPorts(bench, aManualBroker()), aTarget());
  return id;
};
const stateOf = async (id: string) => {
  const { lane, progress } = await bench.job(id);
  return { lane, state: progress.state, reason: progress.reason };
};
const QUEUED = { lane: 'rabbitmq', state: 'QUEUED', reason: null };
const put = async (queue: string): Promise<void> => {
  channel.sendToQueue(queue, Buffer.from('{}'));
  await expect.poll(async () => (await channel.checkQueue(queue)).messageCount).toBe(1);
};

test.each([
  ['emptied', () => channel.purgeQueue(WORD_COUNT)],
  ['deleted', () => channel.deleteQueue(WORD_COUNT)],
])('jobs whose queue was %s are held again after a while, and can be dispatched', async (_, remove) => {
  const id = await inBroker();
  await remove();
  bench.pass(14 * MINUTE);
  expect(await requeueVanished(ports)).toBe(0);
  expect(await stateOf(id)).toEqual(QUEUED);

  bench.pass(2 * MINUTE);
  expect(await requeueVanished(ports)).toBe(1);
  expect(await stateOf(id)).toEqual({
    lane: null,
    state: 'SUBMITTED',
    reason: 'its message is no longer in the queue word-count',
  });
  const broker = aManualBroker();
  await dispatchJobs(dispatchPorts(bench, broker), aTarget());
  expect(broker.sent.map((message) => message.id)).toEqual([id]);
});

test('jobs stay queued while messages are in their queue', async () => {
  const id = await inBroker();
  await put(WORD_COUNT);
  bench.pass(60 * MINUTE);
  expect(await requeueVanished(ports)).toBe(0);
  expect(await stateOf(id)).toEqual(QUEUED);
});

test('jobs stay queued while reports are to be read, and while the broker is away', async () => {
  const id = await inBroker();
  await put(REPLIES);
  bench.pass(60 * MINUTE);
  expect(await requeueVanished(ports)).toBe(0);
  expect(await requeueVanished({ ...ports, withChannel: async () => undefined })).toBe(0);
  expect(await stateOf(id)).toEqual(QUEUED);
});
