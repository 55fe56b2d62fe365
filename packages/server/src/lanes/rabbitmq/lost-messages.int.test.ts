import { connect } from 'amqplib';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { aManualBroker, aTarget, dispatchPorts } from './dispatch.builder.ts';
import { dispatchJobs } from './dispatch-jobs.ts';
import {
  createInspectedBroker,
  DURABLE,
  type InspectedBroker,
  REPLIES,
  SECOND,
} from './inspect-queues.builder.ts';

let broker: InspectedBroker;
beforeAll(async () => {
  broker = await createInspectedBroker();
});
beforeEach(() => broker.reset());
afterAll(() => broker.close());

test('jobs whose queue was deleted are taken back and can be sent again', async () => {
  await broker.useQueue();
  const ids = await broker.publishJobs(3);
  await broker.pass(6);
  await broker.channel.deleteQueue(WORD_COUNT);
  expect(await broker.pass(24)).toBe(3);
  const reason =
    'Its message is lost, since the queue word-count was deleted in the broker: it is sent again';
  expect(await broker.reasonsOf(ids)).toEqual([reason, reason, reason]);

  await broker.channel.assertQueue(WORD_COUNT, DURABLE);
  const publisher = aManualBroker();
  await dispatchJobs(dispatchPorts(broker.bench, publisher), aTarget());
  expect(publisher.sent.map((message) => message.id)).toEqual(ids);
});

test('a queue that was deleted and declared again at once is noticed', async () => {
  await broker.useQueue();
  const ids = await broker.publishJobs(3);
  await broker.pass(6);
  await broker.channel.deleteQueue(WORD_COUNT);
  await broker.channel.assertQueue(WORD_COUNT, DURABLE);
  await broker.consume(10);
  expect(await broker.pass(24)).toBe(3);
  const reason = expect.stringContaining('was deleted in the broker and declared again');
  expect(await broker.reasonsOf(ids)).toEqual([reason, reason, reason]);
});

test('messages published just before their queue was deleted and declared again are sent again', async () => {
  await broker.useQueue();
  await broker.pass(6);
  await broker.publishJobs(1);
  await broker.channel.deleteQueue(WORD_COUNT);
  await broker.channel.assertQueue(WORD_COUNT, DURABLE);
  await broker.consume(1);
  expect(await broker.pass(57)).toBe(1);
});

test('a queue that was deleted while nothing was in it is no loss', async () => {
  await broker.useQueue();
  await broker.pass(6);
  await broker.channel.deleteQueue(WORD_COUNT);
  await broker.pass(18);
  await broker.channel.assertQueue(WORD_COUNT, DURABLE);
  await broker.consume(5);
  await broker.publishJobs(5);
  expect(await broker.pass(120)).toBe(0);
});

test('an emptied queue that nobody consumes loses what is not ready, the oldest first', async () => {
  await broker.useQueue();
  const ids = await broker.publishJobs(3);
  await broker.pass(12);
  await broker.channel.purgeQueue(WORD_COUNT);
  const later = await broker.publishJobs(2);
  expect(await broker.pass(30)).toBe(3);
  const reason = expect.stringContaining('no longer in the queue word-count, and nobody consumes that');
  expect(await broker.reasonsOf([...ids, ...later])).toEqual([reason, reason, reason, null, null]);
});

test('a queue emptied under a backlog loses what was ready, and a busy consumer keeps its own', async () => {
  await broker.useQueue();
  await broker.consume(1);
  const ids = await broker.publishJobs(4);
  await broker.readyIs(3);
  await broker.pass(12);
  await broker.channel.purgeQueue(WORD_COUNT);
  expect(await broker.pass(30)).toBe(3);
  const reason = 'Its message was removed from the queue word-count: it is sent again';
  expect(await broker.reasonsOf(ids)).toEqual([null, reason, reason, reason]);
});

test('jobs that one consumer has passed over were removed from the queue, also under a backlog', async () => {
  await broker.useQueue();
  await broker.consume(1);
  const lost = await broker.publishJobs(4);
  await broker.readyIs(3);
  await broker.channel.purgeQueue(WORD_COUNT);
  broker.bench.pass(2 * SECOND);
  const [later = ''] = await broker.publishJobs(1);
  expect(await broker.pass(6)).toBe(0);
  await broker.channel.purgeQueue(WORD_COUNT);
  await broker.report('STARTED', later);
  expect(await broker.pass(30)).toBe(4);
  const reason = expect.stringContaining('removed from the queue word-count, since later ones were started');
  expect(await broker.reasonsOf([...lost, later])).toEqual([reason, reason, reason, reason, null]);
});

test('messages that a live consumer has taken without a report are not lost', async () => {
  await broker.useQueue();
  const ids = await broker.publishJobs(5);
  await broker.pass(12);
  await broker.consume(10);
  await broker.readyIs(0);
  expect(await broker.pass(240)).toBe(0);
  expect(await broker.reasonsOf(ids)).toEqual([null, null, null, null, null]);
});

test('jobs that are reported on, and all while reports are unread, are not taken back', async () => {
  await broker.useQueue();
  const [first = '', second = ''] = await broker.publishJobs(2);
  await broker.pass(6);
  await broker.channel.deleteQueue(WORD_COUNT);
  broker.channel.sendToQueue(REPLIES, Buffer.from('{}'));
  await expect.poll(async () => (await broker.channel.checkQueue(REPLIES)).messageCount).toBe(1);
  expect(await broker.pass(60)).toBe(0);

  await broker.report('STARTED', first);
  await broker.channel.purgeQueue(REPLIES);
  expect(await broker.pass(12)).toBe(1);
  expect((await broker.bench.job(second)).lane).toBeNull();
  expect((await broker.bench.job(first)).lane).toBe('rabbitmq');
});

test('after a long silence more messages than consumers are sent again', async () => {
  await broker.useQueue();
  await broker.consume(10);
  await broker.publishJobs(3);
  expect(await broker.pass(14 * 60)).toBe(0);
  expect(await broker.pass(2 * 60)).toBe(3);
});

test('a message that no free consumer can have is sent again while all others are busy', async () => {
  await broker.useQueue();
  const [first = '', second = ''] = await broker.publishJobs(2);
  broker.bench.pass(2 * SECOND);
  const [removed = ''] = await broker.publishJobs(1);
  broker.bench.pass(2 * SECOND);
  const [later = ''] = await broker.publishJobs(1);
  const deliveries = await broker.consumeTwice();
  await broker.readyIs(2);
  await broker.report('STARTED', first, second);
  await broker.pass(6);
  expect(await broker.channel.get(WORD_COUNT, { noAck: true })).toBeTruthy();
  await broker.publishJobs(1);
  deliveries[0]?.();
  await broker.readyIs(1);
  await broker.report('SUCCEEDED', first);
  await broker.report('STARTED', later);
  expect(await broker.pass(30)).toBe(1);
  expect(await broker.reasonsOf([removed])).toEqual([
    expect.stringContaining('removed from the queue word-count, since later ones were started'),
  ]);
});

test('a message that idle consumers do not start as soon as usual is sent again', async () => {
  await broker.useQueue();
  for (let n = 0; n < 20; n += 1) {
    const [id = ''] = await broker.publishJobs(1);
    broker.bench.pass(SECOND);
    await broker.report('STARTED', id);
    broker.bench.pass(SECOND);
    await broker.report('SUCCEEDED', id);
  }
  await broker.channel.purgeQueue(WORD_COUNT);
  await broker.consumeTwice();
  const lost = await broker.dispatchJob();
  expect(await broker.pass(57)).toBe(0);
  expect(await broker.pass(30)).toBe(1);
  expect(await broker.reasonsOf([lost])).toEqual([expect.stringContaining('nobody has reported on it')]);
});

test('without the right to bind queues, what no consumer can have is found all the same', async () => {
  const url = await broker.urlWith({
    configure: '^pawprint\\.',
    write: '^pawprint\\.',
    read: '^pawprint\\.',
  });
  const restricted = await connect(url);
  broker.inspectOver(restricted);
  await broker.useQueue();
  await broker.publishJobs(2);
  await broker.pass(12);
  await broker.channel.purgeQueue(WORD_COUNT);
  expect(await broker.pass(30)).toBe(2);
  expect(await broker.bench.db.selectFrom('extractors').select('queue_watched').executeTakeFirst()).toEqual({
    queue_watched: false,
  });
  await restricted.close();
});
