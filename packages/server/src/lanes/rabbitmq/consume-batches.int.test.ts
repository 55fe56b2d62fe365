import { createVirtualHost, type VirtualHost } from '@pawprint/testing';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { consumeBatches } from './consume-batches.ts';
import { createSignal } from './signal.builder.ts';

const QUEUE = 'numbers';
const COUNT = 100;
const PREFETCH = 50;
const MOST = 20;
const NUMBERS = Array.from({ length: COUNT }, (_, n) => n);

let host: VirtualHost;
let model: ChannelModel;
let channel: Channel;
beforeAll(async () => {
  host = await createVirtualHost();
  model = await connect(host.url);
  channel = await model.createChannel();
});
afterAll(async () => {
  await model.close();
  await host.delete();
});

const queueNumbers = async (): Promise<void> => {
  const publishing = await model.createConfirmChannel();
  await publishing.assertQueue(QUEUE);
  for (const n of NUMBERS) publishing.sendToQueue(QUEUE, Buffer.from(String(n)));
  await publishing.waitForConfirms();
};

/** Consumes, and does not let go of the first batch until as much is here as may be. */
const consumeHoldingFirst = async () => {
  const [prefetched, storedAll] = [createSignal(), createSignal()];
  const batches: (readonly number[])[] = [];
  let arrived = 0;
  const consuming = await consumeBatches<number>(channel, {
    queue: QUEUE,
    prefetch: PREFETCH,
    most: MOST,
    read({ content }) {
      arrived += 1;
      if (arrived === PREFETCH) prefetched.give();
      return Number(content.toString());
    },
    async store(batch) {
      await prefetched.given;
      batches.push(batch);
      if (batches.flat().length === COUNT) storedAll.give();
    },
    onError(error) {
      throw error;
    },
  });
  return { batches, consuming, storedAll: storedAll.given };
};

test('what comes while a batch is stored is the next, up to the largest, in order; all is acknowledged', async () => {
  await queueNumbers();
  const { batches, consuming, storedAll } = await consumeHoldingFirst();
  await storedAll;
  await consuming.stop();
  await channel.close();

  expect(batches.flat()).toEqual(NUMBERS);
  expect(batches[1]).toHaveLength(MOST);
  expect(batches.filter((batch) => batch.length > MOST)).toEqual([]);
  // A queue whose consumer is gone has everything again that was not acknowledged.
  expect((await (await model.createChannel()).checkQueue(QUEUE)).messageCount).toBe(0);
});
