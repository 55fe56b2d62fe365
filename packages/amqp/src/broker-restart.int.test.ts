import { type RabbitBroker, startRabbitBroker } from '@pawprint/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Connection, openConnection, tieToConnection } from './connection.ts';
import { type Consuming, consumeBatches } from './consume-batches.ts';
import { createPublisher } from './publisher.ts';

const QUEUE = 'load';

let broker: RabbitBroker;
beforeAll(async () => {
  broker = await startRabbitBroker();
});
afterAll(() => broker.close());

/** A connection that publishes and consumes without a pause. */
const openUnderLoad = async () => {
  const publisher = createPublisher();
  let consuming: Consuming | undefined;
  let stored = 0;
  let isOpen = true;
  const connection = await openConnection({
    broker: { uris: [broker.url] },
    name: 'test',
    heartbeatSeconds: 5,
    async setup(model) {
      await consuming?.stop();
      publisher.use(tieToConnection(model, await model.createConfirmChannel()));
      const channel = tieToConnection(model, await model.createChannel());
      await channel.assertQueue(QUEUE, { durable: true });
      consuming = await consumeBatches(channel, {
        queue: QUEUE,
        prefetch: 100,
        maxBatch: 50,
        read: ({ content }) => content.length,
        store: async (batch) => (stored += batch.length),
        onError: () => undefined,
      });
    },
  });
  const publishAll = async (): Promise<void> => {
    const message = { exchange: '', routingKey: QUEUE, content: Buffer.alloc(1_000), options: {} };
    while (isOpen) {
      await Promise.all(Array.from({ length: 50 }, () => publisher.publish(message)));
      await new Promise(setImmediate);
    }
  };
  const publishing = publishAll();
  const close = async (): Promise<void> => {
    isOpen = false;
    await connection.close();
    await publishing;
  };
  return { connection, close, stored: () => stored };
};

const stateIs = (connection: Connection, state: string): Promise<void> =>
  expect.poll(() => connection.state().state, { interval: 20 }).toBe(state);

test.each(['stop', 'kill'] as const)(
  'a connection under load is back after a %s of the broker and its start',
  { timeout: 120_000 },
  async (end) => {
    const { connection, close, stored } = await openUnderLoad();
    await stateIs(connection, 'connected');
    await broker[end]();
    await stateIs(connection, 'away');
    await broker.start();
    await stateIs(connection, 'connected');
    const before = stored();
    await expect.poll(stored).toBeGreaterThan(before);
    await close();
  },
);
