import { afterAll, beforeAll, expect, test } from 'vitest';
import { extendLeases, renewLeases } from '../store/jobs/leases.ts';
import { cancelJob } from './cancel.ts';
import { ANA, aReport, createJobsBench, type JobsBench } from './jobs.builder.ts';
import { expireLeases } from './leases.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
});
afterAll(() => bench.close());

const outcomesOf = async (id: string): Promise<string[]> =>
  (await bench.job(id)).progress.attempts.map(({ outcome }) => outcome);

test('the attempt of a dead extractor is lost, and the next one ends the job', async () => {
  const id = await bench.submit();
  const dead = await bench.claim();
  bench.pass(59_999);
  expect(await expireLeases(bench, bench.now())).toBe(0);
  bench.pass(1);
  expect(await expireLeases(bench, bench.now())).toBe(1);
  expect((await bench.job(id)).progress).toMatchObject({
    state: 'QUEUED',
    reason: {
      code: 'attempt_lost',
      text: 'the lease ran out: no report came in time',
      facts: { attempt: 1 },
    },
  });

  const second = await bench.claim();
  expect(second).toMatchObject({ jobId: id, attempt: 2 });
  const late = await dead.report(aReport('SUCCEEDED', { message: 'I was only slow' }));
  expect(late.lease).toBeNull();
  await second.report(aReport('SUCCEEDED'));

  expect(await outcomesOf(id)).toEqual(['LOST', 'SUCCEEDED']);
  expect(
    (await bench.events(id)).map(({ kind, recordedAttempt, late }) => [kind, recordedAttempt, late]),
  ).toEqual([
    ['SUBMITTED', null, false],
    ['QUEUED', null, false],
    ['STARTED', 1, false],
    ['ATTEMPT_LOST', 1, false],
    ['STARTED', 2, false],
    ['SUCCEEDED', 1, true],
    ['SUCCEEDED', 2, false],
  ]);
});

test('a lease renewed in time does not expire', async () => {
  await bench.submit();
  const attempt = await bench.claim();
  bench.pass(40_000);
  await attempt.report();
  bench.pass(40_000);

  expect(await expireLeases(bench, bench.now())).toBe(0);
  await attempt.report(aReport('SUCCEEDED'));
});

test('a job fails after its last allowed attempt is lost', async () => {
  const id = await bench.submit();
  for (let n = 0; n < 3; n += 1) {
    await bench.claim();
    bench.pass(60_000);
    await expireLeases(bench, bench.now());
  }

  const { progress } = await bench.job(id);
  expect(progress.state).toBe('FAILED');
  expect(progress.error?.message).toBe('attempts used up: the lease of attempt 3 of 3 ran out');
  expect(await outcomesOf(id)).toEqual(['LOST', 'LOST', 'FAILED']);
});

test('a job to be cancelled is not retried after a lost attempt', async () => {
  const id = await bench.submit();
  await bench.claim();
  await cancelJob(bench, id, ANA);
  bench.pass(60_000);
  await expireLeases(bench, bench.now());

  expect((await bench.job(id)).progress.state).toBe('CANCELLED');
});

test('a lease is expired once by two servers', async () => {
  const id = await bench.submit();
  await bench.claim();
  bench.pass(60_000);
  const dealtWith = await Promise.all([expireLeases(bench, bench.now()), expireLeases(bench, bench.now())]);

  expect(new Set(dealtWith)).toEqual(new Set([0, 1]));
  expect(await outcomesOf(id)).toEqual(['LOST']);
  const again = await bench.claim();
  await again.report(aReport('SUCCEEDED'));
});

test('a start of the server extends all leases', async () => {
  await bench.submit();
  const attempt = await bench.claim();
  bench.pass(3_600_000);
  await extendLeases(bench.db, bench.now() + 60_000);

  expect(await expireLeases(bench, bench.now())).toBe(0);
  expect((await attempt.report(aReport('PROCESSING'))).lease).not.toBeNull();
  await attempt.report(aReport('SUCCEEDED'));
});

test('a start extends the other leases while another server renews one, and does not wait for it', async () => {
  await bench.submit();
  const renewed = await bench.claim();
  await bench.submit();
  const other = await bench.claim();
  bench.pass(3_600_000);
  await bench.db.transaction().execute(async (trx) => {
    await renewLeases(trx, [{ id: renewed.leaseId, attempt: 1, expiresAt: bench.now() + 120_000 }]);
    await extendLeases(bench.db, bench.now() + 60_000);
  });

  bench.pass(60_000);
  expect(await expireLeases(bench, bench.now())).toBe(1);
  expect((await other.report(aReport('SUCCEEDED'))).lease).toBeNull();
  expect((await renewed.report(aReport('PROCESSING'))).lease).not.toBeNull();
  await renewed.report(aReport('SUCCEEDED'));
});
