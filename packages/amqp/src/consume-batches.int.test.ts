import { createSignal, createVirtualHost, type VirtualHost } from '@pawprint/testing';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { consumeBatches } from './consume-batches.ts';

const QUEUE = 'numbers';
const COUNT = 100;
const PREFETCH = 50;
const MAX_BATCH = 20;
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

/** Consumes, and holds the first batch until as many deliveries have arrived as the prefetch allows. */
const consumeHoldingFirst = async () => {
  const [prefetched, storedAll] = [createSignal(), createSignal()];
  const batches: (readonly number[])[] = [];
  let arrived = 0;
  const consuming = await consumeBatches<number>(channel, {
    queue: QUEUE,
    prefetch: PREFETCH,
    maxBatch: MAX_BATCH,
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

test('deliveries gather into batches while one is stored, in order, and all are acknowledged', async () => {
  await queueNumbers();
  const { batches, consuming, storedAll } = await consumeHoldingFirst();
  await storedAll;
  await consuming.stop();
  await channel.close();

  expect(batches.flat()).toEqual(NUMBERS);
  expect(batches[1]).toHaveLength(MAX_BATCH);
  expect(batches.filter((batch) => batch.length > MAX_BATCH)).toEqual([]);
  // A queue without consumers has all messages again that were not acknowledged.
  expect((await (await model.createChannel()).checkQueue(QUEUE)).messageCount).toBe(0);
});

test('a batch stored while its channel closes is delivered again, and the stop ends', async () => {
  const closing = await model.createChannel();
  await closing.assertQueue('replies', { durable: true });
  const [entered, leave] = [createSignal(), createSignal()];
  const consuming = await consumeBatches(closing, {
    queue: 'replies',
    prefetch: 10,
    maxBatch: 10,
    read: ({ content }) => content.toString(),
    store: () => {
      entered.give();
      return leave.given;
    },
    onError: (error) => {
      throw error;
    },
  });
  closing.sendToQueue('replies', Buffer.from('one'));
  await entered.given;
  const closed = closing.close();
  leave.give();
  await consuming.stop();
  await closed;

  const next = await model.createChannel();
  const message = await next.get('replies', { noAck: true });
  expect(message && [message.content.toString(), message.fields.redelivered]).toEqual(['one', true]);
});

test('a batch that cannot be stored is stored again before the next, and each failure is reported', async () => {
  const again = await model.createChannel();
  await again.assertQueue('failing', { durable: true });
  const [stored, errors] = [createSignal(), [] as unknown[]];
  const batches: (readonly string[])[] = [];
  const consuming = await consumeBatches(again, {
    queue: 'failing',
    prefetch: 10,
    maxBatch: 1,
    read: ({ content }) => content.toString(),
    async store(batch) {
      batches.push(batch);
      if (batches.length === 1) throw new Error('no database');
      if (batches.length === 3) stored.give();
    },
    onError: (error) => errors.push(error),
  });
  for (const text of ['one', 'two']) again.sendToQueue('failing', Buffer.from(text));
  await stored.given;
  await consuming.stop();
  expect(batches).toEqual([['one'], ['one'], ['two']]);
  expect(errors).toEqual([new Error('no database')]);
});

test('a process that did not run for long stores nothing more of what it had, and it is delivered again', async () => {
  const paused = await model.createChannel();
  await paused.assertQueue('paused', { durable: true });
  const [entered, leave, closed] = [createSignal(), createSignal(), createSignal()];
  paused.on('close', () => closed.give());
  const stored: string[] = [];
  // Until the messages are there, this machine may stand still for longer than the limit.
  const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now());
  onTestFinished(() => clock.mockRestore());
  const consuming = await consumeBatches(paused, {
    queue: 'paused',
    prefetch: 10,
    maxBatch: 1,
    read: ({ content }) => content.toString(),
    async store([text = '']) {
      entered.give();
      await leave.given;
      stored.push(text);
    },
    onError: (error) => {
      throw error;
    },
    pauseLimitMs: 100,
  });
  for (const text of ['one', 'two']) paused.sendToQueue('paused', Buffer.from(text));
  await entered.given;
  // Nothing runs in the meantime, as while a process is stopped.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 250);
  clock.mockRestore();
  await closed.given;
  leave.give();
  await consuming.stop();

  expect(stored).toEqual(['one']);
  const next = await model.createChannel();
  const again = [await next.get('paused', { noAck: true }), await next.get('paused', { noAck: true })];
  expect(again.map((message) => message && [message.content.toString(), message.fields.redelivered])).toEqual(
    [
      ['one', true],
      ['two', true],
    ],
  );
});
