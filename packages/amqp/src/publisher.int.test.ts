import { createVirtualHost, type VirtualHost } from '@pawprint/testing';
import { type ChannelModel, connect } from 'amqplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPublisher, type OutgoingMessage } from './publisher.ts';

let host: VirtualHost;
let model: ChannelModel;
beforeAll(async () => {
  host = await createVirtualHost();
  model = await connect(host.url);
});
afterAll(async () => {
  await model.close();
  await host.delete();
});

const toQueue = (queue: string, messageId = 'm1'): OutgoingMessage => ({
  exchange: '',
  routingKey: queue,
  content: Buffer.from(`año of ${messageId}`),
  options: { persistent: true, mandatory: true, messageId, correlationId: messageId, replyTo: 'replies' },
});

test('a message is confirmed once the broker has it, with its properties', async () => {
  const channel = await model.createConfirmChannel();
  await channel.assertQueue('word-count', { durable: true });
  const publisher = createPublisher();
  publisher.use(channel);
  expect(await publisher.publish(toQueue('word-count'))).toEqual({ outcome: 'confirmed' });

  const message = await channel.get('word-count', { noAck: true });
  expect(message && message.content.toString()).toBe('año of m1');
  expect(message && message.properties).toMatchObject({
    deliveryMode: 2,
    correlationId: 'm1',
    messageId: 'm1',
    replyTo: 'replies',
  });
});

test('a missing queue is reported, and other messages are served', async () => {
  const channel = await model.createConfirmChannel();
  await channel.assertQueue('there', { durable: true });
  const publisher = createPublisher();
  publisher.use(channel);
  const messages = [toQueue('missing', 'm1'), toQueue('there', 'm2'), toQueue('missing', 'm3')];
  const missing = { outcome: 'unroutable', reason: 'there is no queue missing' };
  expect(await Promise.all(messages.map((message) => publisher.publish(message)))).toEqual([
    missing,
    { outcome: 'confirmed' },
    missing,
  ]);
});

test('without a channel a message is unsent at once', async () => {
  const publisher = createPublisher();
  expect(publisher.isOpen()).toBe(false);
  expect(await publisher.publish(toQueue('word-count'))).toEqual({
    outcome: 'unsent',
    reason: 'the broker is away',
  });
});

test('a channel that closes settles all messages under way, and a new one takes its place', async () => {
  const publisher = createPublisher();
  const first = await model.createConfirmChannel();
  publisher.use(first);
  const publications = Array.from({ length: 50 }, (_, n) =>
    publisher.publish(toQueue('word-count', `m${n}`)),
  );
  await first.close();
  for (const { outcome } of await Promise.all(publications))
    expect(['confirmed', 'unsent']).toContain(outcome);
  expect(await publisher.publish(toQueue('word-count'))).toMatchObject({ outcome: 'unsent' });

  publisher.use(await model.createConfirmChannel());
  expect(await publisher.publish(toQueue('word-count'))).toEqual({ outcome: 'confirmed' });
});
