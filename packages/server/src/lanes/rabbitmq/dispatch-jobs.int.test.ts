import { reasonOf } from '@pawprint/core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { setDispatchPaused } from '../../extractors/enable-extractor.ts';
import { cancelJob } from '../../jobs/cancel.ts';
import { ANA, aReport, type JobsBench, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { OPERATION_PRIORITY } from '../../model/operation.ts';
import { readDispatchTargets } from '../../store/extractors/dispatch-targets.ts';
import {
  aManualBroker,
  aTarget,
  CONFIRMED,
  createDispatchBench,
  deleteJobs,
  dispatchPorts,
  type ManualBroker,
  submitMany,
} from './dispatch.builder.ts';
import { type DispatchPorts, dispatchJobs } from './dispatch-jobs.ts';

const BEN = { id: 'ben', name: 'Ben Okafor', email: 'ben@example.org' };

let bench: JobsBench;
let broker: ManualBroker;
let ports: DispatchPorts;
beforeAll(async () => {
  bench = await createDispatchBench();
  await bench.db.insertInto('users').values(BEN).execute();
});
afterAll(() => bench.close());
beforeEach(async () => {
  await deleteJobs(bench);
  broker = aManualBroker();
  ports = dispatchPorts(bench, broker);
});

const dispatch = (over: Partial<DispatchPorts> = {}) => dispatchJobs({ ...ports, ...over }, aTarget());
const sentIds = (): string[] => broker.sent.map(({ id }) => id);
const targets = (retryBefore = 0) => readDispatchTargets(bench.db, bench.now(), retryBefore);

test('a job is held until the broker has confirmed its message', async () => {
  const id = await bench.submit();
  expect(await bench.job(id)).toMatchObject({ lane: null, progress: { state: 'SUBMITTED', queuedAt: null } });

  expect(await dispatch()).toEqual({ dispatched: 1, mayHaveMore: false });
  expect(await bench.job(id)).toMatchObject({ lane: 'rabbitmq', progress: { state: 'QUEUED' } });
  expect((await bench.events(id)).map(({ kind, message }) => [kind, message])).toEqual([
    ['SUBMITTED', 'the file was uploaded'],
    ['QUEUED', 'in RabbitMQ, queue word-count'],
  ]);
  expect(broker.sent[0]).toMatchObject({ queue: WORD_COUNT, replyTo: 'pawprint.test.replies' });
});

test('as many jobs are queued as the dispatch window allows, and more as jobs start', async () => {
  const ids = await submitMany(bench, 5, 'ana');
  expect(await dispatch({ window: 2 })).toEqual({ dispatched: 2, mayHaveMore: true });
  expect(await dispatch({ window: 2 })).toEqual({ dispatched: 0, mayHaveMore: false });
  expect(sentIds()).toEqual(ids.slice(0, 2));

  await bench.db
    .updateTable('jobs')
    .set({ state: 'RUNNING' })
    .where('id', '=', ids[0] ?? '')
    .execute();
  await dispatch({ window: 2 });
  expect(sentIds()).toEqual(ids.slice(0, 3));
});

test("one person's many jobs do not delay another's few", async () => {
  await submitMany(bench, 30, 'ana');
  const [ben] = await submitMany(bench, 1, 'ben');
  const [withoutPerson] = await submitMany(bench, 1, null);
  await dispatch({ window: 4 });
  expect(sentIds()).toContain(ben);
  expect(sentIds()).toContain(withoutPerson);

  const [later] = await submitMany(bench, 1, 'ben');
  await dispatch({ window: 6 });
  expect(sentIds().indexOf(later ?? '')).toBe(4);
});

test('a fresh upload is dispatched before the rest of a bulk', async () => {
  const bulk = await submitMany(bench, 6, 'ana', OPERATION_PRIORITY);
  await dispatch({ window: 2 });
  const [fresh = ''] = await submitMany(bench, 1, 'ana');
  await dispatch({ window: 4 });

  expect(sentIds()).toEqual([...bulk.slice(0, 2), fresh, bulk[2]]);
});

test('the job with the highest priority is first, whoever submitted it', async () => {
  await submitMany(bench, 3, 'ben');
  const [urgent] = await submitMany(bench, 1, 'ana', 5);
  await dispatch({ window: 1 });
  expect(sentIds()).toEqual([urgent]);
});

test('a job without a queue stays held, with one event, and is tried again', async () => {
  const id = await bench.submit();
  broker.answer(async () => ({ outcome: 'unroutable', reason: 'there is no queue word-count' }));
  expect(await dispatch()).toEqual({ dispatched: 0, mayHaveMore: false });
  expect(await targets()).toEqual([]);
  await dispatch();
  const failures = (await bench.events(id)).filter(({ kind }) => kind === 'DISPATCH_FAILED');
  const reason = reasonOf('queue_missing', { queue: WORD_COUNT });
  expect(failures.map(({ message }) => message)).toEqual([reason.text]);
  expect((await bench.job(id)).progress).toMatchObject({
    state: 'SUBMITTED',
    reason,
  });

  broker.answer(async () => CONFIRMED);
  expect(await targets(bench.now() + 1)).toMatchObject([{ name: WORD_COUNT, queue: WORD_COUNT }]);
  await dispatch();
  expect((await bench.job(id)).progress).toMatchObject({ state: 'QUEUED', reason: null });
});

test('a resubmitted job without a queue gets one event, too', async () => {
  const id = await bench.submit();
  await (await bench.claim()).report(aReport('RESUBMITTED'));
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

test('a message that was not sent changes nothing', async () => {
  const id = await bench.submit();
  broker.answer(async () => ({ outcome: 'unsent', reason: 'the broker is away' }));
  const before = await bench.job(id);
  await dispatch();
  expect(await bench.job(id)).toEqual(before);
});

test('several dispatchers at once dispatch each job once', async () => {
  const ids = await submitMany(bench, 40, 'ana');
  const drain = async (): Promise<void> => {
    for (let round = 0; round < 10; round++) await dispatch({ window: 100 });
  };
  await Promise.all([drain(), drain(), drain()]);
  expect(sentIds().toSorted()).toEqual(ids.toSorted());
});

test('a job that was cancelled while it was held is never sent', async () => {
  const id = await bench.submit();
  await cancelJob(bench, id, ANA);
  await dispatch();
  expect(broker.sent).toEqual([]);
  expect((await bench.job(id)).progress).toMatchObject({
    state: 'CANCELLED',
    cancel: { outcome: 'never_ran' },
  });
});

test('no job is dispatched to an extractor that is switched off', async () => {
  await bench.submit();
  await bench.db.updateTable('extractors').set({ enabled: false }).execute();
  expect(await targets()).toEqual([]);
  await bench.db.updateTable('extractors').set({ enabled: true }).execute();
  expect(await targets()).toHaveLength(1);
});

test('no job is dispatched to an extractor that is paused, also where it was paused during a pass', async () => {
  await bench.submit();
  const operator = { kind: 'user', ...ANA, email: 'ana@example.org', role: 'admin' } as const;
  const setPaused = (paused: boolean) =>
    setDispatchPaused(bench, operator, WORD_COUNT, { paused, reason: null });
  await setPaused(true);
  expect(await targets()).toEqual([]);
  expect(await dispatch()).toEqual({ dispatched: 0, mayHaveMore: false });
  expect(broker.sent).toEqual([]);
  await setPaused(false);
  expect(await targets()).toHaveLength(1);
  expect(await dispatch()).toMatchObject({ dispatched: 1 });
});

test('an instance on HTTP can claim a held job, which is not sent then', async () => {
  const id = await bench.submit();
  expect(await bench.claim()).toMatchObject({ jobId: id, attempt: 1 });
  expect(await bench.job(id)).toMatchObject({ lane: 'http', progress: { state: 'RUNNING' } });
  await dispatch();
  expect(broker.sent).toEqual([]);
});
