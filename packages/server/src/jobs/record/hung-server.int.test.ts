import { createCuttableProxy, createSignal } from '@pawprint/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { ADVISORY_LOCKS } from '../../store/advisory-locks.ts';
import { openDatabase } from '../../store/database.ts';
import { createJobsBench, type JobsBench } from '../jobs.builder.ts';
import { aDelivery, again, submitToBroker } from './deliveries.builder.ts';
import { createReportRecorder } from './report-recorder.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
});
afterAll(() => bench.close());

const countWaiting = async (): Promise<number> => {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::integer as waiting from pg_locks where locktype = 'advisory' and not granted`.execute(
    bench.db,
  );
  return rows[0]?.waiting ?? 0;
};

/** Holds the lock by which events are numbered, until `release`. */
const holdNumbering = async (): Promise<() => Promise<void>> => {
  const [held, release] = [createSignal(), createSignal()];
  const holding = bench.db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.eventNumbers})`.execute(trx);
    held.give();
    await release.given;
  });
  await held.given;
  return async () => {
    release.give();
    await holding;
  };
};

test('what a server was storing when it hung is stored once, by the next one that gets it', async () => {
  const jobId = await submitToBroker(bench);
  const reports = [aDelivery('STARTED', { jobId }), aDelivery('SUCCEEDED', { jobId })];
  const proxy = await createCuttableProxy(bench.url);
  const db = openDatabase(proxy.url);
  onTestFinished(async () => {
    await proxy.close();
    await db.destroy();
  });
  // It hangs once it has locked the job, and gets the lock for numbers.
  const release = await holdNumbering();
  const hung = createReportRecorder({ ...bench, db }).recordDeliveries(reports);
  const failure = hung.catch((error: unknown) => error);
  await expect.poll(countWaiting).toBe(1);
  proxy.mute();
  await release();

  const next = createReportRecorder(bench);
  expect(await next.recordDeliveries(reports.map(again))).toEqual([
    { outcome: 'recorded', jobId },
    { outcome: 'recorded', jobId },
  ]);
  expect(await failure).toBeInstanceOf(Error);
  expect((await bench.job(jobId)).progress).toMatchObject({ state: 'SUCCEEDED', attempts: [{ number: 1 }] });
  expect((await bench.events(jobId)).map(({ kind }) => kind)).toEqual([
    'SUBMITTED',
    'QUEUED',
    'STARTED',
    'SUCCEEDED',
  ]);
});
