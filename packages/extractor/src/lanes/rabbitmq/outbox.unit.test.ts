import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { createOutbox, type OutgoingMessage, type SendingChannel } from './outbox.ts';

type Confirm = (error: unknown) => void;

/** A channel that keeps what is published, to be confirmed by the test. */
const testChannel = () => {
  const sent: { text: string; confirm: Confirm }[] = [];
  const publish: SendingChannel['publish'] = (_, __, content, ___, confirm) => {
    sent.push({ text: content.toString(), confirm: (error) => confirm?.(error, {}) });
    return true;
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

test('messages wait for a broker, and are sent in the order they were given', async () => {
  const outbox = createOutbox();
  const delivered = Promise.all([outbox.publish(message('a')), outbox.publish(message('b'))]);
  const { channel, sent, texts } = testChannel();
  outbox.use(channel);
  expect(texts()).toEqual(['a', 'b']);
  for (const { confirm } of sent) confirm(null);
  await expect(delivered).resolves.toHaveLength(2);
});

test('what a channel did not confirm goes out again over the next, and nothing else does', async () => {
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

test('closed, it fails what waits and takes no more', async () => {
  const outbox = createOutbox();
  const waiting = outbox.publish(message('a'));
  outbox.close();
  await expect(waiting).rejects.toThrow('no time left');
  await expect(outbox.publish(message('b'))).rejects.toThrow('no time left');
});
