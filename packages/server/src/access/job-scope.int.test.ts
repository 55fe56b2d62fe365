import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cancelJob } from '../jobs/cancel.ts';
import { ANA, createJobsBench, type JobsBench } from '../jobs/jobs.builder.ts';
import { aDelivery, type DeliveredKind, submitToBroker } from '../jobs/record/deliveries.builder.ts';
import { createReportRecorder } from '../jobs/record/report-recorder.ts';
import { findJobScope } from './job-scope.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
});
afterAll(() => bench.close());

const scopeOf = (id: string) => findJobScope(bench.db)(id);
const report = (jobId: string, kind: DeliveredKind) =>
  createReportRecorder(bench).recordDeliveries([aDelivery(kind, { jobId })]);

test.each(['STARTED', 'SUCCEEDED', 'ERROR', 'SKIPPED', 'RESUBMITTED'] as const)(
  'a credential reads after %s',
  async (kind) => {
    const id = await submitToBroker(bench);
    expect(await scopeOf(id)).toMatchObject({ isCancelled: false });
    await report(id, kind);
    expect(await scopeOf(id)).toMatchObject({ isCancelled: false });
  },
);

test('a credential of a cancelled job reads nothing', async () => {
  const id = await submitToBroker(bench);
  await cancelJob(bench, id, ANA);
  expect(await scopeOf(id)).toMatchObject({ isCancelled: true });
});

test('a job given back within a second is tried again a second after that, and others at once', async () => {
  const id = await submitToBroker(bench);
  await report(id, 'STARTED');
  bench.pass(999);
  await report(id, 'RESUBMITTED');
  expect((await scopeOf(id))?.retryAt).toBe(bench.now() + 1_000);
  await report(id, 'STARTED');
  expect((await scopeOf(id))?.retryAt).toBe(bench.now() + 1_000);
  bench.pass(1_000);
  await report(id, 'RESUBMITTED');
  expect((await scopeOf(id))?.retryAt).toBeNull();
});

test('a job that is not there has none', async () => {
  expect(await scopeOf(v4())).toBeUndefined();
});

test('each of several questions at once gets its own answer', async () => {
  const [first, second] = [await submitToBroker(bench), await submitToBroker(bench)];
  const find = findJobScope(bench.db);
  await cancelJob(bench, second, ANA);
  const scopes = await Promise.all([first, v4(), second.toUpperCase(), first].map(find));
  expect(scopes.map((scope) => scope?.isCancelled)).toEqual([false, undefined, true, false]);
});
