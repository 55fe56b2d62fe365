import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readDispatchTargets } from '../../store/extractors/read-dispatchable.ts';
import { lockJobs } from '../../store/jobs/lock-jobs.ts';
import { readLongInBroker } from '../../store/jobs/read-long-in-broker.ts';
import { cancelJob } from '../../tracking/cancel-job.ts';
import { aDelivery } from '../../tracking/deliveries.builder.ts';
import { createDeliveryRecorder } from '../../tracking/record-deliveries.ts';
import {
  ANA,
  aReport,
  createTrackingBench,
  type TrackingBench,
  WORD_COUNT,
} from '../../tracking/tracking.builder.ts';
import { aSpokenBroker, aTarget, CONFIRMED, dispatchPorts, type SpokenBroker } from './dispatch.builder.ts';
import { dispatchJobs } from './dispatch-jobs.ts';
import { guardUnconfirmed } from './guard-unconfirmed.ts';
import { createLateAnswers } from './late-answers.ts';
import type { Delivery } from './message-publisher.ts';
import type { DispatchPorts } from './ports.ts';

const BEN = { id: 'ben', name: 'Ben Okafor', email: 'ben@example.org' };

let bench: TrackingBench;
let broker: SpokenBroker;
let ports: DispatchPorts;
beforeAll(async () => {
  bench = await createTrackingBench([WORD_COUNT, 'other']);
  await bench.db.insertInto('users').values(BEN).execute();
  await bench.db.updateTable('extractors').set({ queue: sql`name` }).execute();
});
afterAll(() => bench.close());
beforeEach(async () => {
  await bench.db.deleteFrom('jobs').execute();
  await bench.db.updateTable('extractors').set({ unroutable_at: null }).execute();
  broker = aSpokenBroker();
  ports = dispatchPorts(bench, broker);
});

const submitMany = async (count: number, submittedBy: string | null, priority = 0): Promise<string[]> => {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    bench.pass(1);
    ids.push(await bench.submit({ submittedBy, priority }));
  }
  return ids;
};
const dispatch = (over: Partial<DispatchPorts> = {}) => dispatchJobs({ ...ports, ...over }, aTarget());
const sentIds = (): string[] => broker.sent.map(({ id }) => id);
const targets = (retryBefore = 0) => readDispatchTargets(bench.db, bench.now(), retryBefore);

test('a job of an extractor on RabbitMQ is held until the broker has confirmed its message', async () => {
  const id = await bench.submit();
  expect(await bench.job(id)).toMatchObject({ lane: null, progress: { state: 'SUBMITTED', queuedAt: null } });

  expect(await dispatch()).toEqual({ handedOver: 1, unroutable: false });
  expect(await bench.job(id)).toMatchObject({ lane: 'rabbitmq', progress: { state: 'QUEUED' } });
  expect((await bench.events(id)).map(({ kind, message }) => [kind, message])).toEqual([
    ['SUBMITTED', 'the file was uploaded'],
    ['QUEUED', 'in RabbitMQ, queue word-count'],
  ]);
  expect(broker.sent[0]).toMatchObject({ queue: WORD_COUNT, replyTo: 'pawprint.test.replies' });
});

test('no more messages wait in the broker than the window allows, and more go as they start', async () => {
  const ids = await submitMany(5, 'ana');
  await dispatch({ window: 2 });
  await dispatch({ window: 2 });
  expect(sentIds()).toEqual(ids.slice(0, 2));

  await bench.db
    .updateTable('jobs')
    .set({ state: 'RUNNING' })
    .where('id', '=', ids[0] ?? '')
    .execute();
  await dispatch({ window: 2 });
  expect(sentIds()).toEqual(ids.slice(0, 3));
});

test("one person's many jobs do not keep another's few waiting", async () => {
  await submitMany(30, 'ana');
  const [ben] = await submitMany(1, 'ben');
  const [nobody] = await submitMany(1, null);
  await dispatch({ window: 4 });
  expect(sentIds()).toContain(ben);
  expect(sentIds()).toContain(nobody);

  const [later] = await submitMany(1, 'ben');
  await dispatch({ window: 6 });
  expect(sentIds().indexOf(later ?? '')).toBe(4);
});

test('the more urgent goes first, whoever asked for it', async () => {
  await submitMany(3, 'ben');
  const [urgent] = await submitMany(1, 'ana', 5);
  await dispatch({ window: 1 });
  expect(sentIds()).toEqual([urgent]);
});

test('what the broker has no queue for fails to be dispatched, which is said once, and is tried again', async () => {
  const id = await bench.submit();
  broker.answer(async () => ({ outcome: 'unroutable', reason: 'there is no queue word-count' }));
  expect(await dispatch()).toEqual({ handedOver: 0, unroutable: true });
  expect(await targets()).toEqual([]);
  await dispatch();
  const failures = (await bench.events(id)).filter(({ kind }) => kind === 'DISPATCH_FAILED');
  expect(failures.map(({ message }) => message)).toEqual(['there is no queue word-count']);
  expect((await bench.job(id)).progress).toMatchObject({
    state: 'SUBMITTED',
    reason: 'there is no queue word-count',
  });

  broker.answer(async () => CONFIRMED);
  expect(await targets(bench.now() + 1)).toMatchObject([{ name: WORD_COUNT, queue: WORD_COUNT }]);
  await dispatch();
  expect((await bench.job(id)).progress).toMatchObject({ state: 'QUEUED', reason: null });
});

test('of a job that was given back over HTTP it is said once too', async () => {
  const id = await bench.submit();
  await (await bench.claim()).say(aReport('RESUBMITTED'));
  broker.answer(async () => ({ outcome: 'unroutable', reason: 'there is no queue word-count' }));
  for (let tries = 0; tries < 3; tries++) await dispatch();
  expect((await bench.events(id)).map(({ kind }) => kind)).toEqual([
    'SUBMITTED',
    'STARTED',
    'RESUBMITTED',
    'DISPATCH_FAILED',
  ]);
  broker.answer(async () => CONFIRMED);
  await dispatch();
  expect(await bench.job(id)).toMatchObject({ lane: 'rabbitmq', progress: { state: 'RESUBMITTED' } });
});

test('what a broker that is away was not sent changes nothing', async () => {
  const id = await bench.submit();
  broker.answer(async () => ({ outcome: 'unsent', reason: 'the broker is away' }));
  const before = await bench.job(id);
  await dispatch();
  expect(await bench.job(id)).toEqual(before);
});

/** A broker that answers when the test wants it to, and a server that does not wait for it. */
const dispatchUnanswered = async (over: Partial<DispatchPorts> = {}) => {
  const answers: ((delivery: Delivery) => void)[] = [];
  broker.answer(() => new Promise((resolve) => void answers.push(resolve)));
  const { lateAnswers } = { lateAnswers: createLateAnswers(), ...over };
  await dispatch({ confirmLimitMs: 1, ...over, lateAnswers });
  return async (delivery: Delivery): Promise<void> => {
    for (const answer of answers) answer(delivery);
    await lateAnswers.settled();
    broker.answer(async () => CONFIRMED);
  };
};

test('a message that is confirmed too late is not sent again, and its job queued when the word comes', async () => {
  const id = await bench.submit();
  const answer = await dispatchUnanswered();
  await dispatch();
  expect(sentIds()).toEqual([id]);
  expect((await bench.job(id)).progress.state).toBe('SUBMITTED');

  await answer(CONFIRMED);
  expect(await bench.job(id)).toMatchObject({ lane: 'rabbitmq', progress: { state: 'QUEUED' } });
});

test('a message nobody waits for any more is taken back after half a minute, and sent by whoever is there', async () => {
  const id = await bench.submit();
  const lateAnswers = createLateAnswers();
  const answer = await dispatchUnanswered({ lateAnswers });
  const survivor = { ...ports, lateAnswers: createLateAnswers() };
  for (let passed = 0; passed < 120; passed += 10) {
    bench.pass(10_000);
    expect(await guardUnconfirmed({ ...ports, lateAnswers })).toBe(0);
    expect(await guardUnconfirmed(survivor)).toBe(0);
  }
  bench.pass(29_000);
  expect(await guardUnconfirmed(survivor)).toBe(0);
  expect(await bench.job(id)).toMatchObject({ lane: 'rabbitmq', progress: { state: 'SUBMITTED' } });
  bench.pass(2_000);
  expect(await guardUnconfirmed(survivor)).toBe(1);
  expect(await bench.job(id)).toMatchObject({ lane: null, progress: { state: 'SUBMITTED' } });

  broker.answer(async () => CONFIRMED);
  await dispatch();
  expect(sentIds()).toEqual([id, id]);
  await answer(CONFIRMED);
  expect(await bench.job(id)).toMatchObject({ lane: 'rabbitmq', progress: { state: 'QUEUED' } });
});

test('what an extractor has got hold of is not abandoned, whoever died, and waits like any other message', async () => {
  const id = await bench.submit();
  await dispatchUnanswered();
  bench.pass(1_000);
  const record = createDeliveryRecorder(bench);
  await record([aDelivery('STARTED', { jobId: id }), aDelivery('RESUBMITTED', { jobId: id })]);
  bench.pass(60 * 60_000);
  expect(await guardUnconfirmed(ports)).toBe(0);
  expect(await bench.job(id)).toMatchObject({ lane: 'rabbitmq', progress: { state: 'RESUBMITTED' } });
  expect(await readLongInBroker(bench.db, bench.now() - 1_000)).toMatchObject([{ jobIds: [id] }]);
});

test('a job that somebody holds just now is left for the next time, and nobody waits', async () => {
  const id = await bench.submit();
  await dispatchUnanswered();
  bench.pass(60_000);
  await bench.db.transaction().execute(async (trx) => {
    await lockJobs(trx, [id]);
    expect(await guardUnconfirmed(ports)).toBe(0);
  });
  expect(await guardUnconfirmed(ports)).toBe(1);
});

test('what was answered late is left alone, in whatever state it waits', async () => {
  const id = await bench.submit();
  await (await bench.claim()).say(aReport('RESUBMITTED'));
  const answer = await dispatchUnanswered();
  await answer(CONFIRMED);
  bench.pass(60 * 60_000);
  expect(await guardUnconfirmed(ports)).toBe(0);
  expect(await bench.job(id)).toMatchObject({ lane: 'rabbitmq', progress: { state: 'RESUBMITTED' } });
});

test('what the broker has not answered keeps its place in the window of its extractor, and of no other', async () => {
  const ids = await submitMany(5, 'ana');
  const other = await bench.submit({ extractor: 'other' });
  const answer = await dispatchUnanswered({ window: 2 });
  await dispatch({ window: 2 });
  expect(sentIds()).toEqual(ids.slice(0, 2));
  await dispatchJobs({ ...ports, window: 1, confirmLimitMs: 1 }, aTarget({ name: 'other', queue: 'other' }));
  expect(sentIds()).toEqual([...ids.slice(0, 2), other]);

  await answer(CONFIRMED);
  await dispatch({ window: 3 });
  expect(sentIds()).toEqual([...ids.slice(0, 2), other, ids[2]]);
});

test('no instance on HTTP can claim a job whose message is on its way', async () => {
  await bench.submit();
  await dispatchUnanswered();
  await expect(bench.claim()).rejects.toThrow('no job was there to claim');
});

test('what the broker did not take after all is sent again', async () => {
  const id = await bench.submit();
  const before = await bench.job(id);
  const answer = await dispatchUnanswered();
  await answer({ outcome: 'unsent', reason: 'the broker went away' });
  expect(await bench.job(id)).toEqual(before);
  await dispatch();
  expect(sentIds()).toEqual([id, id]);
  expect((await bench.job(id)).progress.state).toBe('QUEUED');
});

test('what turns out to have no queue is held again, with the reason', async () => {
  const id = await bench.submit();
  const answer = await dispatchUnanswered();
  await answer({ outcome: 'unroutable', reason: 'there is no queue word-count' });
  expect(await bench.job(id)).toMatchObject({
    lane: null,
    progress: { state: 'SUBMITTED', reason: 'there is no queue word-count' },
  });
});

test('a job that was cancelled while its message was on its way stays cancelled', async () => {
  const id = await bench.submit();
  const answer = await dispatchUnanswered();
  await cancelJob(bench, id, ANA);
  await answer(CONFIRMED);
  expect((await bench.job(id)).progress.state).toBe('CANCELLED');
});

test('several dispatchers at once hand each job over once', async () => {
  const ids = await submitMany(40, 'ana');
  const drain = async (): Promise<void> => {
    for (let round = 0; round < 10; round++) await dispatch({ window: 100 });
  };
  await Promise.all([drain(), drain(), drain()]);
  expect(sentIds().toSorted()).toEqual(ids.toSorted());
});

test('what was cancelled while it was held is never sent', async () => {
  const id = await bench.submit();
  await cancelJob(bench, id, ANA);
  await dispatch();
  expect(broker.sent).toEqual([]);
  expect((await bench.job(id)).progress).toMatchObject({
    state: 'CANCELLED',
    cancel: { outcome: 'never_ran' },
  });
});

test('an extractor that is switched off gets nothing', async () => {
  await bench.submit();
  await bench.db.updateTable('extractors').set({ enabled: false }).execute();
  expect(await targets()).toEqual([]);
  await bench.db.updateTable('extractors').set({ enabled: true }).execute();
  expect(await targets()).toHaveLength(1);
});

test('an instance on HTTP may claim what waits for RabbitMQ, and what it claimed is not sent', async () => {
  const id = await bench.submit();
  expect(await bench.claim()).toMatchObject({ jobId: id, attempt: 1 });
  expect(await bench.job(id)).toMatchObject({ lane: 'http', progress: { state: 'RUNNING' } });
  await dispatch();
  expect(broker.sent).toEqual([]);
});
