import { createPublisher } from '@pawprint/amqp';
import { createVirtualHost, type VirtualHost } from '@pawprint/testing';
import { type ChannelModel, connect } from 'amqplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMessagePublisher, type JobMessage } from './message-publisher.ts';

const LIMIT_MS = 60_000;

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

const toQueue = (queue: string, id = 'j1'): JobMessage => ({
  id,
  queue,
  replyTo: 'replies',
  json: Buffer.from(JSON.stringify({ job_id: id, filename: 'año.txt' })),
});

const openPublisher = async () => {
  const channel = await model.createConfirmChannel();
  const amqpPublisher = createPublisher();
  amqpPublisher.use(channel);
  return { channel, publisher: createMessagePublisher(amqpPublisher) };
};

test('a message is persistent, with its job in its properties', async () => {
  const { channel, publisher } = await openPublisher();
  await channel.assertQueue('word-count', { durable: true });
  expect(await publisher.publish(toQueue('word-count'), LIMIT_MS)).toEqual({ outcome: 'confirmed' });

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

test('a message to a missing queue is unroutable, and others are confirmed', async () => {
  const { channel, publisher } = await openPublisher();
  await channel.assertQueue('there', { durable: true });
  const messages = [toQueue('missing', 'j1'), toQueue('there', 'j2'), toQueue('missing', 'j3')];
  const missing = { outcome: 'unroutable', reason: 'there is no queue missing' };
  expect(await Promise.all(messages.map((message) => publisher.publish(message, LIMIT_MS)))).toEqual([
    missing,
    { outcome: 'confirmed' },
    missing,
  ]);
});

test('a message has the headers of its trace, which ends with what the broker answered', async () => {
  const channel = await model.createConfirmChannel();
  const amqpPublisher = createPublisher();
  amqpPublisher.use(channel);
  const ended: string[] = [];
  const publisher = createMessagePublisher(amqpPublisher, ({ id, queue }) => ({
    headers: { traceparent: `${queue} ${id}` },
    end: (outcome) => void ended.push(outcome),
  }));
  await channel.assertQueue('traced', { durable: true });
  await publisher.publish(toQueue('traced'), LIMIT_MS);
  await publisher.publish(toQueue('missing'), LIMIT_MS);
  const message = await channel.get('traced', { noAck: true });
  expect(message && message.properties.headers).toEqual({ traceparent: 'traced j1' });
  expect(ended).toEqual(['confirmed', 'unroutable']);
});
