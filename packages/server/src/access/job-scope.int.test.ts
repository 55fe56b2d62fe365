import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aReport, createJobsBench, type JobsBench } from '../jobs/jobs.builder.ts';
import { submitToBroker } from '../jobs/record/deliveries.builder.ts';
import { checkSilentJobs } from '../jobs/silence.ts';
import { findJobScope } from './rights.ts';

const HOUR = 3_600_000;
const TERMS = { minStallMs: HOUR, limitMs: 24 * HOUR, maxAttempts: 10 };

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
});
afterAll(() => bench.close());

const isOpen = async (id: string) => (await findJobScope(bench.db)(id))?.open;

const fallSilent = async (): Promise<void> => {
  bench.pass(24 * HOUR + 1);
  await checkSilentJobs(bench, TERMS, bench.now());
};

test('a credential is valid until its job has ended', async () => {
  const id = await bench.submit();
  const attempt = await bench.claim();
  expect(await isOpen(id)).toBe(true);
  await attempt.report(aReport('SUCCEEDED'));
  expect(await isOpen(id)).toBe(false);
});

test('the credential of a lost job stays valid on RabbitMQ only', async () => {
  const [inBroker, overHttp] = [await submitToBroker(bench), await bench.submit()];
  await bench.claim();
  await bench.db.updateTable('jobs').set({ state: 'RUNNING' }).where('id', '=', inBroker).execute();
  await fallSilent();
  for (const id of [inBroker, overHttp]) expect((await bench.job(id)).progress.state).toBe('LOST');
  expect(await isOpen(inBroker)).toBe(true);
  expect(await isOpen(overHttp)).toBe(false);
});

test('the credential of an unknown job is not valid', async () => {
  expect(await findJobScope(bench.db)(v4())).toBeUndefined();
});
