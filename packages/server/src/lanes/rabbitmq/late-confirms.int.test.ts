import type { Publication } from '@pawprint/amqp';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { cancelJob } from '../../jobs/cancel.ts';
import { ANA, aReport, type JobsBench, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { aDelivery } from '../../jobs/record/deliveries.builder.ts';
import { createReportRecorder } from '../../jobs/record/report-recorder.ts';
import { readWaitingInBroker } from '../../store/jobs/jobs-in-broker.ts';
import { lockJobs } from '../../store/jobs/lock-jobs.ts';
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
import { createLateConfirms, renewUnconfirmed } from './late-confirms.ts';

let bench: JobsBench;
let broker: ManualBroker;
let ports: DispatchPorts;
beforeAll(async () => {
  bench = await createDispatchBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  await deleteJobs(bench);
  broker = aManualBroker();
  ports = dispatchPorts(bench, broker);
});

const dispatch = (over: Partial<DispatchPorts> = {}) => dispatchJobs({ ...ports, ...over }, aTarget());
const sentIds = (): string[] => broker.sent.map(({ id }) => id);

/** Dispatches to a broker that does not answer in time. Returns a function that lets it answer. */
const dispatchUnanswered = async (over: Partial<DispatchPorts> = {}) => {
  const answers: ((publication: Publication) => void)[] = [];
  broker.answer(() => new Promise((resolve) => void answers.push(resolve)));
  const { lateConfirms } = { lateConfirms: createLateConfirms(), ...over };
  await dispatch({ confirmLimitMs: 1, ...over, lateConfirms });
  return async (publication: Publication): Promise<void> => {
    for (const answer of answers) answer(publication);
    await lateConfirms.settled();
    broker.answer(async () => CONFIRMED);
  };
};

test('a message confirmed late is not sent again, and its job is queued then', async () => {
  const id = await bench.submit();
  const answer = await dispatchUnanswered();
  await dispatch();
  expect(sentIds()).toEqual([id]);
  expect((await bench.job(id)).progress.state).toBe('SUBMITTED');

  await answer(CONFIRMED);
  expect(await bench.job(id)).toMatchObject({ lane: 'rabbitmq', progress: { state: 'QUEUED' } });
});

test('a job whose server died is held again after half a minute, and sent by another server', async () => {
  const id = await bench.submit();
  const lateConfirms = createLateConfirms();
  const answer = await dispatchUnanswered({ lateConfirms });
  const survivor = { ...ports, lateConfirms: createLateConfirms() };
  for (let passed = 0; passed < 120; passed += 10) {
    bench.pass(10_000);
    expect(await renewUnconfirmed({ ...ports, lateConfirms })).toBe(0);
    expect(await renewUnconfirmed(survivor)).toBe(0);
  }
  bench.pass(29_000);
  expect(await renewUnconfirmed(survivor)).toBe(0);
  expect(await bench.job(id)).toMatchObject({ lane: 'rabbitmq', progress: { state: 'SUBMITTED' } });
  bench.pass(2_000);
  expect(await renewUnconfirmed(survivor)).toBe(1);
  expect(await bench.job(id)).toMatchObject({ lane: null, progress: { state: 'SUBMITTED' } });

  broker.answer(async () => CONFIRMED);
  await dispatch();
  expect(sentIds()).toEqual([id, id]);
  await answer(CONFIRMED);
  expect(await bench.job(id)).toMatchObject({ lane: 'rabbitmq', progress: { state: 'QUEUED' } });
});

test('a job that an extractor has reported on is not held again, whichever server died', async () => {
  const id = await bench.submit();
  await dispatchUnanswered();
  bench.pass(1_000);
  const record = createReportRecorder(bench).recordDeliveries;
  await record([aDelivery('STARTED', { jobId: id }), aDelivery('RESUBMITTED', { jobId: id })]);
  bench.pass(60 * 60_000);
  expect(await renewUnconfirmed(ports)).toBe(0);
  expect(await bench.job(id)).toMatchObject({ lane: 'rabbitmq', progress: { state: 'RESUBMITTED' } });
  expect(await readWaitingInBroker(bench.db, WORD_COUNT)).toMatchObject([{ id }]);
});

test('a job locked by another transaction is left for the next renewal', async () => {
  const id = await bench.submit();
  await dispatchUnanswered();
  bench.pass(60_000);
  await bench.db.transaction().execute(async (trx) => {
    await lockJobs(trx, [id]);
    expect(await renewUnconfirmed(ports)).toBe(0);
  });
  expect(await renewUnconfirmed(ports)).toBe(1);
});

test('a job whose message was confirmed late is not held again', async () => {
  const id = await bench.submit();
  await (await bench.claim()).report(aReport('RESUBMITTED'));
  const answer = await dispatchUnanswered();
  await answer(CONFIRMED);
  bench.pass(60 * 60_000);
  expect(await renewUnconfirmed(ports)).toBe(0);
  expect(await bench.job(id)).toMatchObject({ lane: 'rabbitmq', progress: { state: 'RESUBMITTED' } });
});

test('an unconfirmed message keeps its place in the window of its extractor only', async () => {
  const ids = await submitMany(bench, 5, 'ana');
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

test('no instance on HTTP can claim a job with an unconfirmed message', async () => {
  await bench.submit();
  await dispatchUnanswered();
  await expect(bench.claim()).rejects.toThrow('no job was there to claim');
});

test('a message that turns out unsent is sent again', async () => {
  const id = await bench.submit();
  const before = await bench.job(id);
  const answer = await dispatchUnanswered();
  await answer({ outcome: 'unsent', reason: 'the connection broke' });
  expect(await bench.job(id)).toEqual(before);
  await dispatch();
  expect(sentIds()).toEqual([id, id]);
  expect((await bench.job(id)).progress.state).toBe('QUEUED');
});

test('a job that turns out to have no queue is held again, with the reason', async () => {
  const id = await bench.submit();
  const answer = await dispatchUnanswered();
  await answer({ outcome: 'unroutable', reason: 'there is no queue word-count' });
  expect(await bench.job(id)).toMatchObject({
    lane: null,
    progress: { state: 'SUBMITTED', reason: { code: 'queue_missing', facts: { queue: WORD_COUNT } } },
  });
});

test('a job cancelled before a late confirm stays cancelled', async () => {
  const id = await bench.submit();
  const answer = await dispatchUnanswered();
  await cancelJob(bench, id, ANA);
  await answer(CONFIRMED);
  expect((await bench.job(id)).progress.state).toBe('CANCELLED');
});
