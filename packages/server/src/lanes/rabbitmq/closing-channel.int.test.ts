import { createVirtualHost, type VirtualHost } from '@pawprint/testing';
import { type ChannelModel, connect } from 'amqplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCancelAnnouncer } from './cancel-announcer.ts';
import { consumeBatches } from './consume-batches.ts';
import { createSignal } from './signal.builder.ts';

let host: VirtualHost;
let model: ChannelModel;
beforeAll(async () => {
  host = await createVirtualHost();
  model = await connect(host.url);
});
afterAll(async () => {
  await model.close().catch(() => undefined);
  await host.delete();
});

test('a batch that is stored while its channel closes is delivered again, and stopping goes on', async () => {
  const channel = await model.createChannel();
  await channel.assertQueue('replies', { durable: true });
  const [entered, leave] = [createSignal(), createSignal()];
  const consuming = await consumeBatches(channel, {
    queue: 'replies',
    prefetch: 10,
    most: 10,
    read: ({ content }) => content.toString(),
    store: () => {
      entered.give();
      return leave.given;
    },
    onError: (error) => {
      throw error;
    },
  });
  channel.sendToQueue('replies', Buffer.from('one'));
  await entered.given;
  const closed = channel.close();
  leave.give();
  await consuming.stop();
  await closed;

  const next = await model.createChannel();
  const message = await next.get('replies', { noAck: true });
  expect(message && [message.content.toString(), message.fields.redelivered]).toEqual(['one', true]);
});

test('a cancel that nobody can be told of any more is no error', async () => {
  const cancels = createCancelAnnouncer();
  await cancels.setup(model);
  const closed = model.close();
  expect(() => cancels.announce('j1')).not.toThrow();
  await closed;
});
