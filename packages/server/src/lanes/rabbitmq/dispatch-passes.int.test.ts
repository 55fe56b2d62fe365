import type { Publication } from '@pawprint/amqp';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { JobsBench } from '../../jobs/jobs.builder.ts';
import { aDelivery } from '../../jobs/record/deliveries.builder.ts';
import { createReportRecorder } from '../../jobs/record/report-recorder.ts';
import { openDatabase } from '../../store/database.ts';
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

let bench: JobsBench;
let broker: ManualBroker;
beforeAll(async () => {
  bench = await createDispatchBench();
  await bench.db.insertInto('users').values({ id: 'ben', name: 'Ben', email: 'ben@example.org' }).execute();
});
afterAll(() => bench.close());
beforeEach(async () => {
  await deleteJobs(bench);
  broker = aManualBroker();
});

const dispatch = (over: Partial<DispatchPorts> = {}) =>
  dispatchJobs({ ...dispatchPorts(bench, broker), window: 100, batchSize: 2, ...over }, aTarget());
const sentIds = (): string[] => broker.sent.map(({ id }) => id);
const waitUntilSent = (count: number) => expect.poll(() => broker.sent.length).toBe(count);

/** A broker that answers once the test says so. Returns a function that lets it answer the oldest messages. */
const holdAnswers = () => {
  const answers: ((publication: Publication) => void)[] = [];
  broker.answer(() => new Promise((resolve) => void answers.push(resolve)));
  return (count: number, publication = CONFIRMED): void => {
    for (const answer of answers.splice(0, count)) answer(publication);
  };
};

const kindsOf = async (id: string): Promise<string[]> => (await bench.events(id)).map(({ kind }) => kind);
const statesOf = (ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await bench.job(id)).progress.state));

test('a batch is published before the one before it is stored, in the order of the jobs', async () => {
  const ids = await submitMany(bench, 7, 'ana');
  const answer = holdAnswers();
  const dispatched = dispatch();
  await waitUntilSent(4);
  expect(await statesOf(ids)).toEqual(ids.map(() => 'SUBMITTED'));

  answer(2);
  await waitUntilSent(6);
  expect(await statesOf(ids.slice(0, 4))).toEqual(['QUEUED', 'QUEUED', 'SUBMITTED', 'SUBMITTED']);
  answer(4);
  await waitUntilSent(7);
  answer(1);
  expect(await dispatched).toEqual({ dispatched: 7, mayHaveMore: false });
  expect(sentIds()).toEqual(ids);
  expect(await statesOf(ids)).toEqual(ids.map(() => 'QUEUED'));
});

test('all batches of a pass share the window, also while another server asks', async () => {
  const ids = await submitMany(bench, 8, 'ana');
  const answer = holdAnswers();
  const dispatched = dispatch({ window: 5 });
  await waitUntilSent(4);
  expect(await dispatch({ window: 5 })).toEqual({ dispatched: 0, mayHaveMore: false });
  answer(4);
  await waitUntilSent(5);
  expect(await dispatch({ window: 5 })).toEqual({ dispatched: 0, mayHaveMore: false });
  answer(1);
  expect(await dispatched).toEqual({ dispatched: 5, mayHaveMore: true });
  expect(await dispatch({ window: 5 })).toEqual({ dispatched: 0, mayHaveMore: false });
  expect(sentIds()).toEqual(ids.slice(0, 5));
});

test('people take turns across the batches of a pass', async () => {
  const ana = await submitMany(bench, 4, 'ana');
  const ben = await submitMany(bench, 4, 'ben');
  await dispatch({ batchSize: 3 });
  expect(sentIds()).toEqual([ana[0], ben[0], ana[1], ben[1], ana[2], ben[2], ana[3], ben[3]]);
});

test('what an extractor reports at once is stored after QUEUED, in each batch', async () => {
  const ids = await submitMany(bench, 6, 'ana');
  const record = createReportRecorder(bench).recordDeliveries;
  const recorded: Promise<unknown>[] = [];
  broker.answer(async ({ id }) => {
    recorded.push(record([aDelivery('STARTED', { jobId: id }), aDelivery('SUCCEEDED', { jobId: id })]));
    return CONFIRMED;
  });
  await dispatch();
  await Promise.all(recorded);
  for (const id of ids) expect(await kindsOf(id)).toEqual(['SUBMITTED', 'QUEUED', 'STARTED', 'SUCCEEDED']);
});

test('a server that dies with two batches under way leaves their jobs held, and each is sent again', async () => {
  const ids = await submitMany(bench, 6, 'ana');
  const dying = openDatabase(bench.url);
  onTestFinished(() => dying.destroy());
  const answer = holdAnswers();
  const died = dispatch({ db: dying }).catch((error: unknown) => error);
  await waitUntilSent(4);
  await sql`
    select pg_terminate_backend(pid, 10000) from pg_stat_activity
    where state = 'idle in transaction' and datname = current_database()`.execute(bench.db);
  answer(4);
  expect(await died).toBeInstanceOf(Error);
  expect(await statesOf(ids)).toEqual(ids.map(() => 'SUBMITTED'));

  broker.answer(async () => CONFIRMED);
  expect(await dispatch()).toEqual({ dispatched: 6, mayHaveMore: false });
  expect(sentIds()).toEqual([...ids.slice(0, 4), ...ids]);
  for (const id of ids) expect(await kindsOf(id)).toEqual(['SUBMITTED', 'QUEUED']);
});

test('a batch that cannot be stored is sent again, and the one after it is not', async () => {
  const ids = await submitMany(bench, 4, 'ana');
  const answer = holdAnswers();
  const failed = dispatch().catch((error: unknown) => error);
  await waitUntilSent(4);
  // The transaction of the first batch, by the lock on its job.
  await sql`
    select pg_terminate_backend(l.pid, 10000) from pg_locks l
    join pg_stat_activity a using (pid)
    where l.locktype = 'transactionid' and l.mode = 'ExclusiveLock' and a.datname = current_database()
    order by a.xact_start limit 1`.execute(bench.db);
  answer(4);
  expect(await failed).toBeInstanceOf(Error);
  expect(await statesOf(ids)).toEqual(['SUBMITTED', 'SUBMITTED', 'QUEUED', 'QUEUED']);

  broker.answer(async () => CONFIRMED);
  await dispatch();
  expect(sentIds()).toEqual([...ids, ...ids.slice(0, 2)]);
});

test('a broker that goes away ends the pass, and the jobs are sent later, each once', async () => {
  const ids = await submitMany(bench, 12, 'ana');
  const answer = holdAnswers();
  const dispatched = dispatch();
  await waitUntilSent(4);
  broker.answer(async () => ({ outcome: 'unsent', reason: 'the broker is away' }));
  answer(2);
  await waitUntilSent(6);
  answer(2, { outcome: 'unsent', reason: 'the connection broke' });
  expect(await dispatched).toMatchObject({ dispatched: 2 });
  expect(await statesOf(ids)).toEqual(ids.map((_, n) => (n < 2 ? 'QUEUED' : 'SUBMITTED')));

  broker.answer(async () => CONFIRMED);
  await dispatch();
  expect(sentIds().slice(6)).toEqual(ids.slice(2));
  for (const id of ids) expect(await kindsOf(id)).toEqual(['SUBMITTED', 'QUEUED']);
});

test('no batch is begun once the server stops, or its extractor is paused', async () => {
  const ids = await submitMany(bench, 8, 'ana');
  let canDispatch = true;
  broker.answer(async ({ id }) => {
    canDispatch = id !== ids[1];
    return CONFIRMED;
  });
  expect(await dispatch({ canDispatch: () => canDispatch })).toEqual({ dispatched: 2, mayHaveMore: true });

  const answer = holdAnswers();
  const dispatched = dispatch();
  await waitUntilSent(6);
  await bench.db.updateTable('extractors').set({ dispatch_paused_at: new Date() }).execute();
  answer(4);
  await dispatched;
  await bench.db.updateTable('extractors').set({ dispatch_paused_at: null }).execute();
  expect(sentIds()).toEqual(ids.slice(0, 6));
});

test('messages with metadata come in smaller batches, and nothing overtakes what is left for the next', async () => {
  const dataChange = { operation: 'added.file', metadataId: null } as const;
  const ids: string[] = [];
  for (let n = 0; n < 102; n++) {
    bench.pass(1);
    ids.push(await bench.submit({ trigger: 'metadata', dataChange }));
  }
  ids.push(...(await submitMany(bench, 3, 'ana')));
  expect(await dispatch({ window: 1_000, batchSize: 104 })).toMatchObject({ dispatched: 105 });
  expect(sentIds()).toEqual(ids);
});
