import { replay } from '@pawprint/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { reportFromWire } from '../../wire/claim.ts';
import { aReport, createJobsBench, type JobsBench, WORD_COUNT } from '../jobs.builder.ts';
import { aDelivery } from './deliveries.builder.ts';
import { createReportRecorder } from './report-recorder.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
});
afterAll(() => bench.close());

const kindsOf = async (id: string): Promise<string[]> => (await bench.events(id)).map(({ kind }) => kind);

test('a job is submitted, claimed, reported on and ended', async () => {
  const id = await bench.submit();
  bench.pass(1_000);
  const attempt = await bench.claim();
  bench.pass(500);
  await attempt.report(aReport('PROCESSING', { message: 'counting' }));
  bench.pass(1_500);
  const last = await attempt.report(aReport('SUCCEEDED'));

  const { progress, facts } = await bench.job(id);
  expect(facts).toMatchObject({ extractor: WORD_COUNT, submittedBy: 'ana', trigger: 'upload' });
  expect(progress).toMatchObject({ state: 'SUCCEEDED', extractorVersion: '1.0' });
  expect(progress.attempts).toMatchObject([{ number: 1, outcome: 'SUCCEEDED', instanceId: 'i-1' }]);
  expect(progress.finishedAt).toBe(progress.submittedAt + 3_000);
  expect(last).toEqual({ lease: null, cancelRequested: false });
  expect(await kindsOf(id)).toEqual(['SUBMITTED', 'QUEUED', 'STARTED', 'PROCESSING', 'SUCCEEDED']);
  expect(replay({ submittedAt: progress.submittedAt }, await bench.events(id))).toEqual(progress);
});

test('a report sent again changes nothing, in the same batch or a later one', async () => {
  const id = await bench.submit();
  const attempt = await bench.claim();
  const report = aReport('PROGRESS', { progress: 0.25, message: 'a quarter' });
  await attempt.report(report, report);
  const before = await bench.job(id);
  bench.pass(1_000);
  await attempt.report(report);

  expect(await bench.job(id)).toEqual({ ...before, leases: expect.anything() });
  expect(await kindsOf(id)).toEqual(['SUBMITTED', 'QUEUED', 'STARTED', 'PROGRESS']);
  await attempt.report(aReport('SUCCEEDED'));
});

test('the same event id in two jobs is two events', async () => {
  const [one, other] = [await bench.submit(), await bench.submit()];
  const [first, second] = [await bench.claim(), await bench.claim()];
  const end = aReport('SUCCEEDED');
  await first.report(end);
  await second.report(end);

  for (const id of [one, other]) expect((await bench.job(id)).progress.state).toBe('SUCCEEDED');
});

test('a report renews the lease, and so does an empty batch', async () => {
  await bench.submit();
  const attempt = await bench.claim();
  bench.pass(50_000);
  const { lease } = await attempt.report();

  expect(lease).toEqual({ id: attempt.leaseId, attempt: 1, expiresAt: bench.now() + 60_000 });
  await attempt.report(aReport('SUCCEEDED'));
});

test('a batch with reports of many jobs is answered in order', async () => {
  const ids = [await bench.submit(), await bench.submit()];
  const attempts = [await bench.claim(), await bench.claim()];
  const [first, second] = attempts.map(({ jobId, leaseId }) => ({ jobId, leaseId }));
  if (first === undefined || second === undefined) throw new Error('two were claimed');
  const stranger = { ...first, leaseId: second.leaseId };
  const { recordLeaseReports } = createReportRecorder(bench);
  const answers = await Promise.all(
    [
      { ...second, reports: [aReport('ERROR', { message: 'disk full' })] },
      { ...stranger, reports: [aReport('SUCCEEDED')] },
      { ...first, reports: [aReport('PROCESSING', { message: 'half' })] },
      { ...first, reports: [aReport('SKIPPED'), aReport('SUCCEEDED')] },
    ].map(recordLeaseReports),
  );

  const over = { lease: null, cancelRequested: false };
  expect(answers).toEqual([over, 'lease_unknown', over, over]);
  const states = await Promise.all(ids.map(async (id) => (await bench.job(id)).progress.state));
  expect(states.sort()).toEqual(['FAILED', 'SKIPPED']);
});

test('a job given back with a delay is not claimed before', async () => {
  const id = await bench.submit();
  const attempt = await bench.claim();
  await attempt.report(aReport('RESUBMITTED', { message: 'service away', retryAfterMs: 30_000 }));

  await expect(bench.claim()).rejects.toThrow('no job was there');
  bench.pass(30_000);
  const second = await bench.claim();
  expect(second).toMatchObject({ jobId: id, attempt: 2 });
  await second.report(aReport('SUCCEEDED'));
  expect((await bench.job(id)).progress.error).toBeNull();
});

test('a job that asks for one attempt too many fails with the last error', async () => {
  const id = await bench.submit();
  for (const n of [1, 2, 3]) {
    const attempt = await bench.claim();
    await attempt.report(aReport('RESUBMITTED', { message: `no answer (${n})` }));
  }

  const { progress } = await bench.job(id);
  expect(progress.state).toBe('FAILED');
  expect(progress.error).toEqual({ message: 'gave up after 3 attempts: no answer (3)', attempt: 3 });
  expect(progress.attempts.map(({ outcome }) => outcome)).toEqual(['RESUBMITTED', 'RESUBMITTED', 'FAILED']);
  expect((await bench.events(id)).slice(-2)).toMatchObject([
    { kind: 'ERROR', matchedBy: 'server', late: false },
    { kind: 'RESUBMITTED', matchedBy: 'job_id', late: true },
  ]);
});

test.each([
  ['NUL bytes', 'a\0b', 'a\uFFFDb'],
  ['a key', 'GET /api/files/f1?key=SECRET failed', 'GET /api/files/f1?key=*** failed'],
  ['half a surrogate pair', 'a\uD83D', 'a\uFFFD'],
  ['emoji', 'done 🎉', 'done 🎉'],
  ['20 kB', 'x'.repeat(20_000), 'x'.repeat(20_000)],
  ['HTML', '<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ['JSON escapes', '\\u0000 "quoted" \\', '\\u0000 "quoted" \\'],
  ['terminal escapes', '\u001b[31mred\u001b[0m', '\u001b[31mred\u001b[0m'],
])('a message with %s is stored as text', async (_, sent, stored) => {
  const id = await bench.submit();
  const attempt = await bench.claim();
  const report = { id: aReport('ERROR').id.toUpperCase(), kind: 'ERROR', message: sent } as const;
  await attempt.report(reportFromWire(report));
  await attempt.report(reportFromWire(report));

  expect((await bench.job(id)).progress.error).toEqual({ message: stored, attempt: 1 });
  expect((await bench.events(id)).slice(3)).toMatchObject([{ message: stored }]);
});

test('a report that the database refuses does not stop its batch', async () => {
  const ids = [await bench.submit(), await bench.submit()];
  const [first, second] = [await bench.claim(), await bench.claim()];
  const { recordLeaseReports } = createReportRecorder(bench);
  const unstorable = aReport('PROCESSING', { message: 'a\0b' });
  const [refused, stored] = await Promise.allSettled([
    recordLeaseReports({ ...first, reports: [unstorable] }),
    recordLeaseReports({ ...second, reports: [aReport('SUCCEEDED')] }),
  ]);

  expect(refused.status).toBe('rejected');
  expect(stored).toMatchObject({ status: 'fulfilled', value: { lease: null } });
  const states = await Promise.all(ids.map(async (id) => (await bench.job(id)).progress.state));
  expect(states.toSorted()).toEqual(['RUNNING', 'SUCCEEDED']);
  await first.report(aReport('SUCCEEDED'));
});

test('reports of both lanes are stored in one batch in order', async () => {
  const id = await bench.submit();
  const attempt = await bench.claim();
  const recorder = createReportRecorder(bench);
  const delivery = aDelivery('PROCESSING', { jobId: id, message: 'over RabbitMQ' });
  const [answer, outcomes] = await Promise.all([
    recorder.recordLeaseReports({ ...attempt, reports: [aReport('PROCESSING', { message: 'over HTTP' })] }),
    recorder.recordDeliveries([delivery]),
  ]);

  expect(answer).toMatchObject({ lease: { id: attempt.leaseId } });
  expect(outcomes).toEqual([{ outcome: 'recorded', jobId: id }]);
  expect((await bench.events(id)).slice(3).map(({ message }) => message)).toEqual([
    'over HTTP',
    'over RabbitMQ',
  ]);
});
