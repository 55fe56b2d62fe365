import { createVirtualHost, type VirtualHost } from '@pawprint/testing';
import { type ChannelModel, connect } from 'amqplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMessagePublisher, type OutgoingMessage } from './message-publisher.ts';

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

const toQueue = (queue: string, id = 'j1'): OutgoingMessage => ({
  id,
  queue,
  replyTo: 'replies',
  body: { job_id: id, filename: 'año.txt' },
});

test('a message is confirmed once the broker has it, persistent and with its job in its properties', async () => {
  const channel = await model.createConfirmChannel();
  await channel.assertQueue('word-count', { durable: true });
  const publisher = createMessagePublisher();
  publisher.use(channel);
  expect(await publisher.publish(toQueue('word-count'))).toEqual({ outcome: 'confirmed' });

  const message = await channel.get('word-count', { noAck: true });
  expect(message && JSON.parse(message.content.toString())).toEqual({ job_id: 'j1', filename: 'año.txt' });
  expect(message && message.properties).toMatchObject({
    contentType: 'application/json',
    deliveryMode: 2,
    correlationId: 'j1',
    messageId: 'j1',
    replyTo: 'replies',
    appId: 'pawprint',
  });
});

test('a queue that is not there is said to be missing, and the others are served', async () => {
  const channel = await model.createConfirmChannel();
  await channel.assertQueue('there', { durable: true });
  const publisher = createMessagePublisher();
  publisher.use(channel);
  const messages = [toQueue('missing', 'j1'), toQueue('there', 'j2'), toQueue('missing', 'j3')];
  const missing = { outcome: 'unroutable', reason: 'there is no queue missing' };
  expect(await Promise.all(messages.map((message) => publisher.publish(message)))).toEqual([
    missing,
    { outcome: 'confirmed' },
    missing,
  ]);
});

test('without a channel nothing is sent, and said so at once', async () => {
  expect(await createMessagePublisher().publish(toQueue('word-count'))).toMatchObject({ outcome: 'unsent' });
});

test('a channel that goes answers for all that was under way, and a new one takes its place', async () => {
  const publisher = createMessagePublisher();
  const first = await model.createConfirmChannel();
  publisher.use(first);
  const deliveries = Array.from({ length: 50 }, (_, n) => publisher.publish(toQueue('word-count', `j${n}`)));
  await first.close();
  for (const { outcome } of await Promise.all(deliveries)) expect(['confirmed', 'unsent']).toContain(outcome);
  expect(await publisher.publish(toQueue('word-count'))).toMatchObject({ outcome: 'unsent' });

  publisher.use(await model.createConfirmChannel());
  expect(await publisher.publish(toQueue('word-count'))).toEqual({ outcome: 'confirmed' });
});
