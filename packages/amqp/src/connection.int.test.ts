import {
  type CuttableProxy,
  createCuttableProxy,
  createSignal,
  createVirtualHost,
  type VirtualHost,
} from '@pawprint/testing';
import type { ChannelModel, ConsumeMessage } from 'amqplib';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  type ConnectionOptions,
  type ConnectionState,
  openConnection,
  tieToConnection,
} from './connection.ts';
import { createPublisher } from './publisher.ts';

let host: VirtualHost;
let proxy: CuttableProxy;
beforeAll(async () => {
  host = await createVirtualHost();
});
afterAll(() => host.delete());
beforeEach(async () => {
  proxy = await createCuttableProxy(host.url);
});
afterEach(() => proxy.close());

/** Opens a connection, and keeps its states. `reached` resolves when the last ones are these. */
const open = async (setup: ConnectionOptions['setup'] = async () => undefined) => {
  const states: ConnectionState['state'][] = [];
  const watchers = new Set<() => void>();
  const connection = await openConnection({
    broker: { uris: [proxy.url] },
    name: 'test',
    heartbeatSeconds: 15,
    setup,
    onState(next, previous) {
      expect(next.state).not.toBe(previous.state);
      states.push(next.state);
      for (const watcher of watchers) watcher();
    },
  });
  const reached = (...expected: ConnectionState['state'][]): Promise<void> =>
    new Promise((resolve) => {
      const watcher = (): void => {
        if (states.join() !== expected.join()) return;
        watchers.delete(watcher);
        resolve();
      };
      watchers.add(watcher);
      watcher();
    });
  return { connection, reached };
};

test('a connection that breaks during its setup is made again', async () => {
  let setups = 0;
  const { connection, reached } = await open(async (model: ChannelModel) => {
    setups += 1;
    if (setups === 1) proxy.cut();
    await model.createChannel().finally(() => proxy.mend());
  });
  await reached('away', 'connected');
  expect(setups).toBe(2);
  await connection.close();
});

test('several failed tries to connect are one change of the state', async () => {
  const { connection, reached } = await open();
  expect(connection.state()).toEqual({ state: 'connecting' });
  await reached('connected');
  proxy.cut();
  await reached('connected', 'away');
  proxy.mend();
  await reached('connected', 'away', 'connected');
  await connection.close();
});

test('a channel of its own is closed after its use', async () => {
  const { connection, reached } = await open();
  const nothing = await connection.withChannel(async () => 'result');
  expect(nothing).toBeUndefined();
  await reached('connected');
  const used = await connection.withChannel(async (channel) => {
    await channel.assertQueue('own', { durable: true });
    return channel;
  });
  expect(() => used?.sendToQueue('own', Buffer.from('late'))).toThrow('Channel closed');
  await expect(connection.withChannel((channel) => channel.checkQueue('missing'))).rejects.toThrow(
    'NOT_FOUND',
  );
  expect(connection.state()).toEqual({ state: 'connected' });
  await connection.close();
});

test('a tied channel that the broker closes is set up again with its connection', async () => {
  const received = createSignal();
  const errors: string[] = [];
  let setups = 0;
  const onMessage = (message: ConsumeMessage | null): void => {
    if (message) received.give();
  };
  const { connection, reached } = await open(async (model) => {
    setups += 1;
    const channel = tieToConnection(model, await model.createChannel(), (error) =>
      errors.push(error.message),
    );
    await channel.assertQueue('tied', { durable: true });
    await channel.consume('tied', onMessage, { noAck: true });
    // The broker closes a channel that acknowledges an unknown delivery.
    if (setups === 1) channel.ack({ fields: { deliveryTag: 99 } } as ConsumeMessage);
  });
  await reached('connected', 'away', 'connected');
  await connection.withChannel(async (channel) => channel.sendToQueue('tied', Buffer.from('message')));
  await received.given;
  expect(errors).toEqual([expect.stringContaining('PRECONDITION_FAILED')]);
  await connection.close();
});

test('closing does not wait for a broker that answers nothing, and messages under way are unsent', async () => {
  const publisher = createPublisher();
  const { connection, reached } = await open(async (model) => {
    publisher.use(await model.createConfirmChannel());
  });
  await reached('connected');
  proxy.mute();
  const publication = publisher.publish({
    exchange: '',
    routingKey: 'queue',
    content: Buffer.from('message'),
    options: { messageId: 'm1' },
  });
  await connection.close();
  expect(await publication).toEqual({ outcome: 'unsent', reason: 'the connection broke' });
});

test('a broker that dies while a failed setup is closed is connected to again', async () => {
  let setups = 0;
  const { connection, reached } = await open(async () => {
    setups += 1;
    if (setups > 1) return;
    proxy.mute();
    setTimeout(() => proxy.cut(), 100);
    setTimeout(() => proxy.mend(), 200);
    throw new Error('the queue is not there yet');
  });
  await reached('away', 'connected');
  expect(setups).toBe(2);
  await connection.close();
});

test('a channel of its own that closes while the connection breaks is not waited for', async () => {
  const { connection, reached } = await open();
  await reached('connected');
  const result = connection.withChannel(async () => {
    proxy.mute();
    setTimeout(() => proxy.cut(), 100);
    return 'result';
  });
  expect(await result).toBe('result');
  await connection.close();
});

test('a try that gets no answer does not delay the next one', async () => {
  proxy.swallow();
  const { connection, reached } = await open();
  await reached('away');
  expect(connection.state()).toEqual({ state: 'away', reason: 'the broker does not answer' });
  proxy.mend();
  await reached('away', 'connected');
  await connection.close();
});

test('a setup that does not end is tried again on a new connection', { timeout: 30_000 }, async () => {
  let setups = 0;
  const { connection, reached } = await open(async () => {
    setups += 1;
    if (setups === 1) await new Promise(() => undefined);
  });
  await reached('away', 'connected');
  expect(setups).toBe(2);
  await connection.close();
});

test('an invalid address is refused', async () => {
  await expect(
    openConnection({ broker: { uris: ['no address'] }, name: 'test', setup: async () => undefined }),
  ).rejects.toThrow('Invalid URL');
});
