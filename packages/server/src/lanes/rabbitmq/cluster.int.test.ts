import {
  allEnded,
  createDatasetWith,
  followUntil,
  type RabbitCluster,
  startPyclowderInstance,
  startRabbitCluster,
  startTestServer,
} from '@pawprint/testing';
import { type ChannelModel, connect } from 'amqplib';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { createInspectedBroker, DURABLE, REPLIES } from './inspect-queues.builder.ts';

/** Nodes start, and are started again, which takes minutes where the machine has much else to do. */
const LIMIT_MS = 240_000;

let cluster: RabbitCluster;
beforeAll(async () => {
  cluster = await startRabbitCluster();
}, LIMIT_MS);
afterAll(() => cluster.close());

const nodes = () => {
  const [first, second, third] = cluster.nodes;
  if (!first || !second || !third) throw new Error('the cluster has three nodes');
  return { first, second, third };
};

const connectTo = async ({ url }: { url: string }): Promise<ChannelModel> => {
  const model = await connect(url);
  model.on('error', () => undefined);
  onTestFinished(() => void model.close().catch(() => undefined));
  return model;
};

test('a server and its replicated queues go on when the node that it is connected to is killed', {
  timeout: LIMIT_MS,
}, async () => {
  const { first, third } = nodes();
  const inHost = (urls: string): string => urls.replaceAll('%2F', 'clowder');
  await first.ctl('add_vhost', 'clowder', '--default-queue-type', 'quorum');
  await first.ctl('set_permissions', '-p', 'clowder', 'guest', '.*', '.*', '.*');
  const server = await startTestServer({ RABBITMQ_URI: inHost(cluster.urls) });
  onTestFinished(() => server.stop());
  const instance = await startPyclowderInstance(server.client, {
    url: inHost(third.url),
    name: WORD_COUNT,
    process: { file: ['*/*'] },
    beforeWork: async () => undefined,
  });
  onTestFinished(() => instance.close());
  const digest = async (name: string): Promise<string[]> => {
    const { datasetId } = await createDatasetWith(server.client, [{ name, content: name }]);
    const jobs = await followUntil(server.client, { dataset_id: datasetId }, allEnded(1));
    return [...jobs.values()].map(({ state }) => state);
  };
  expect(await digest('before.txt')).toEqual(['SUCCEEDED']);
  const types = await third.ctl('list_queues', '-p', 'clowder', 'durable', 'type', '--no-table-headers');
  const durable = types.split('\n').filter((line) => line.startsWith('true'));
  expect(new Set(durable)).toEqual(new Set(['true\tquorum']));

  await first.kill();
  expect(await digest('after.txt')).toEqual(['SUCCEEDED']);
  await first.start();
});

test('messages in a queue whose node is down are not lost, and are not sent again', {
  timeout: LIMIT_MS,
}, async () => {
  const { first, second } = nodes();
  const broker = await createInspectedBroker();
  onTestFinished(() => broker.close());
  const staying = await connectTo(first);
  broker.inspectOver(staying);
  await (await staying.createChannel()).assertQueue(REPLIES, DURABLE);
  const onSecond = await (await connectTo(second)).createConfirmChannel();
  await onSecond.assertQueue(WORD_COUNT, DURABLE);
  await broker.useQueue();
  const id = await broker.dispatchJob();
  onSecond.sendToQueue(WORD_COUNT, Buffer.from(id), { persistent: true });
  await onSecond.waitForConfirms();
  expect(await broker.pass(12)).toBe(0);

  await second.kill();
  expect(await broker.pass(60)).toBe(0);
  await second.start();
  expect(await broker.pass(60)).toBe(0);
  expect(await broker.reasonsOf([id])).toEqual([null]);
  const left = await (await staying.createChannel()).get(WORD_COUNT, { noAck: true });
  expect(left && left.content.toString()).toBe(id);
});

test('a server whose reply queue is on a node that is down says so, and goes on when it is back', {
  timeout: LIMIT_MS,
}, async () => {
  const { first } = nodes();
  // It connects to the first node, so its queue is there.
  const server = await startTestServer({ RABBITMQ_URI: cluster.urls });
  onTestFinished(() => server.stop());
  const check = async (): Promise<unknown> => {
    const ready = (await (await fetch(`${server.url}/api/ready`)).json()) as { checks: { broker: unknown } };
    return ready.checks.broker;
  };
  await expect.poll(check).toEqual({ ok: true });

  await first.kill();
  const reason = expect.stringMatching(
    /^Reports of extractors are not received: the queue pawprint\..*\.replies is on a node of RabbitMQ that is down$/,
  );
  await expect.poll(check).toEqual({ ok: false, reason });
  await first.start();
  await expect.poll(check).toEqual({ ok: true });
});

test('a message that a quorum queue drops at its delivery limit is sent again', {
  timeout: LIMIT_MS,
}, async () => {
  const { first } = nodes();
  const broker = await createInspectedBroker();
  onTestFinished(() => broker.close());
  const model = await connectTo(first);
  broker.inspectOver(model);
  const channel = await model.createConfirmChannel();
  await channel.assertQueue(REPLIES, DURABLE);
  await channel.deleteQueue(WORD_COUNT);
  await first.ctl('set_policy', '--apply-to', 'queues', 'limit', `^${WORD_COUNT}$`, '{"delivery-limit": 2}');
  await channel.assertQueue(WORD_COUNT, { ...DURABLE, arguments: { 'x-queue-type': 'quorum' } });
  await broker.useQueue();
  const id = await broker.dispatchJob();
  channel.sendToQueue(WORD_COUNT, Buffer.from(id), { persistent: true });
  await channel.waitForConfirms();
  expect(await broker.pass(12)).toBe(0);
  for (let delivery = 1; delivery <= 3; delivery += 1) {
    const message = await channel.get(WORD_COUNT);
    if (message) channel.nack(message, false, true);
  }
  await expect.poll(async () => (await channel.checkQueue(WORD_COUNT)).messageCount).toBe(0);
  expect(await broker.pass(30)).toBe(1);
  expect(await broker.reasonsOf([id])).toEqual([
    `Its message is no longer in the queue ${WORD_COUNT}, and nobody consumes that: it is sent again`,
  ]);
});
