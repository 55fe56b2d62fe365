import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createPublisher, type OutgoingMessage } from './publisher.ts';

const MESSAGE: OutgoingMessage = {
  exchange: '',
  routingKey: 'queue',
  content: Buffer.from('{}'),
  options: { messageId: 'm1' },
};

type Confirm = (error: unknown) => void;

/** A confirm channel whose confirms the test gives. Like amqplib's it answers all that is pending when it closes. */
class ManualChannel extends EventEmitter {
  readonly confirms: Confirm[] = [];
  constructor() {
    super();
    this.on('close', () => this.confirms.forEach((confirm) => confirm(new Error('channel closed'))));
  }
  publish(
    _exchange: string,
    _routingKey: string,
    _content: Buffer,
    _options: object,
    confirm?: Confirm,
  ): boolean {
    if (confirm) this.confirms.push(confirm);
    return true;
  }
}

const openPublisher = () => {
  const channel = new ManualChannel();
  const publisher = createPublisher();
  publisher.use(channel);
  return { channel, publisher };
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a refusal and a broken connection have different results', async () => {
  const { channel, publisher } = openPublisher();
  const refused = publisher.publish(MESSAGE);
  channel.confirms.shift()?.(new Error('message nacked'));
  expect(await refused).toEqual({ outcome: 'unsent', reason: 'the broker refused it' });

  const broken = publisher.publish(MESSAGE);
  channel.emit('close');
  expect(await broken).toEqual({ outcome: 'unsent', reason: 'the connection broke' });
  expect(publisher.isOpen()).toBe(false);
});

test('a message without an answer in time is unanswered, and its answer comes later', async () => {
  const { channel, publisher } = openPublisher();
  const publishing = publisher.publishWithin(100, MESSAGE);
  await vi.advanceTimersByTimeAsync(100);
  const publication = await publishing;
  expect(publication.outcome).toBe('unanswered');
  channel.confirms[0]?.(null);
  expect(publication.outcome === 'unanswered' && (await publication.later)).toEqual({ outcome: 'confirmed' });
});

test('an answer in time leaves no timer behind', async () => {
  const { channel, publisher } = openPublisher();
  const publishing = publisher.publishWithin(100, MESSAGE);
  channel.confirms[0]?.(null);
  expect(await publishing).toEqual({ outcome: 'confirmed' });
  expect(vi.getTimerCount()).toBe(0);
});

test('an old channel that closes does not touch the messages of the new one', async () => {
  const { channel: old, publisher } = openPublisher();
  const next = new ManualChannel();
  publisher.use(next);
  const publishing = publisher.publish(MESSAGE);
  old.emit('close');
  next.confirms[0]?.(null);
  expect(await publishing).toEqual({ outcome: 'confirmed' });
});
