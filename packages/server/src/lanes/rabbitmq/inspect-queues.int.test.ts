import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { writeInstance } from '../../store/extractors/instances.ts';
import { aManualBroker, aTarget, dispatchPorts } from './dispatch.builder.ts';
import { dispatchJobs } from './dispatch-jobs.ts';
import { createInspectedBroker, DURABLE, type InspectedBroker } from './inspect-queues.builder.ts';

let broker: InspectedBroker;
beforeAll(async () => {
  broker = await createInspectedBroker();
});
beforeEach(() => broker.reset());
afterAll(() => broker.close());

test('an extractor gets the queue of its name, and its jobs can be dispatched', async () => {
  const id = await broker.bench.submit();
  await broker.consume(1);
  expect(await broker.bench.job(id)).toMatchObject({ lane: 'http', progress: { state: 'QUEUED' } });
  await broker.pass(3);

  const extractor = await broker.bench.db.selectFrom('extractors').selectAll().executeTakeFirstOrThrow();
  expect(extractor).toMatchObject({
    queue: WORD_COUNT,
    queue_ready: 0,
    queue_consumers: 1,
    queue_watched: true,
  });
  expect(broker.queuesFound()).toBe(1);
  const publisher = aManualBroker();
  await dispatchJobs(dispatchPorts(broker.bench, publisher), aTarget());
  expect(publisher.sent.map((message) => message.id)).toEqual([id]);
  expect(await broker.bench.job(id)).toMatchObject({ lane: 'rabbitmq', progress: { state: 'QUEUED' } });
});

test('a queue that appears later is found while a job waits for it', async () => {
  await broker.channel.deleteQueue(WORD_COUNT);
  await broker.bench.submit();
  await broker.pass(90);
  expect(broker.queuesFound()).toBe(0);
  await broker.channel.assertQueue(WORD_COUNT, DURABLE);
  await broker.pass(3);
  expect(broker.queuesFound()).toBe(1);
});

test('a queue that nobody consumes is left alone where the extractor is on HTTP', async () => {
  const heartbeat = {
    extractor: WORD_COUNT,
    instanceId: 'i',
    version: '1.0',
    host: null,
    intervalMs: 60_000,
  };
  await writeInstance(broker.bench.db, { ...heartbeat, lane: 'http', isStopping: false }, broker.bench.now());
  await broker.bench.submit();
  await broker.pass(120);
  expect(broker.queuesFound()).toBe(0);
  await broker.consume(1);
  await broker.pass(60);
  expect(broker.queuesFound()).toBe(1);
});
