import { EventEmitter } from 'node:events';
import type { OutgoingMessage, PublishChannel } from '@pawprint/amqp';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createOutbox } from './outbox.ts';

type Confirm = (error: unknown) => void;

/** A channel that keeps what is published, to be confirmed by the test. */
const testChannel = () => {
  const sent: { text: string; confirm: Confirm }[] = [];
  const publish: PublishChannel['publish'] = (_, __, content, ___, confirm) => {
    sent.push({ text: content.toString(), confirm });
  };
  const channel = Object.assign(new EventEmitter(), { publish });
  return { channel, sent, texts: () => sent.map(({ text }) => text) };
};

const message = (text: string): OutgoingMessage => ({
  exchange: '',
  routingKey: 'q',
  content: Buffer.from(text),
  options: {},
});

test('messages wait for a channel and are sent in order', async () => {
  const outbox = createOutbox();
  const delivered = Promise.all([outbox.publish(message('a')), outbox.publish(message('b'))]);
  const { channel, sent, texts } = testChannel();
  outbox.use(channel);
  expect(texts()).toEqual(['a', 'b']);
  for (const { confirm } of sent) confirm(null);
  await expect(delivered).resolves.toHaveLength(2);
});

test('only unconfirmed messages are sent again over the next channel', async () => {
  const outbox = createOutbox();
  const first = testChannel();
  outbox.use(first.channel);
  const messages = ['a', 'b', 'c'].map((text) => outbox.publish(message(text)));
  first.sent[0]?.confirm(null);
  await messages[0];
  first.channel.emit('close');
  first.sent[1]?.confirm(new Error('channel closed'));
  expect(outbox.isOpen()).toBe(false);
  const next = testChannel();
  outbox.use(next.channel);
  expect(next.texts()).toEqual(['b', 'c']);
  for (const { confirm } of next.sent) confirm(null);
  await Promise.all(messages);
});

test('a closed outbox rejects waiting messages and new ones', async () => {
  const outbox = createOutbox();
  const waiting = outbox.publish(message('a'));
  outbox.close();
  await expect(waiting).rejects.toThrow('no time left');
  await expect(outbox.publish(message('b'))).rejects.toThrow('no time left');
});

test('a message is sent again while its queue is missing, and given up after ten minutes', async () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const outbox = createOutbox();
  const { channel, sent } = testChannel();
  outbox.use(channel);
  const returned = { ...message('a'), options: { messageId: 'm1', mandatory: true } };
  let isSettled = false;
  void outbox.publish(returned).then(() => (isSettled = true));
  const missQueue = async (): Promise<void> => {
    channel.emit('return', { properties: { messageId: 'm1' }, fields: { routingKey: 'q' } });
    await vi.advanceTimersByTimeAsync(1_000);
  };
  await missQueue();
  expect(sent).toHaveLength(2);
  for (let tries = 2; tries < 600; tries += 1) await missQueue();
  expect(isSettled).toBe(false);
  await missQueue();
  expect(isSettled).toBe(true);
});
