import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { EVERYTHING } from '../model/grant.ts';
import { aReport, createJobsBench, type JobsBench, WORD_COUNT } from './jobs.builder.ts';
import { claimJob, returnClaim } from './leases.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench([WORD_COUNT, 'image-preview']);
});
afterAll(() => bench.close());

const claimant = { extractor: WORD_COUNT, instanceId: 'i-7', version: '2.1', grant: EVERYTHING };

const enable = async (enabled: boolean): Promise<void> => {
  await bench.db.updateTable('extractors').set({ enabled }).where('name', '=', WORD_COUNT).execute();
};

beforeEach(async () => {
  while ((await claimJob(bench, claimant)) !== undefined);
});

test('eight concurrent claims get different jobs', async () => {
  const ids = await Promise.all(Array.from({ length: 100 }, () => bench.submit()));
  const drain = async (instance: number): Promise<string[]> => {
    const mine: string[] = [];
    for (;;) {
      const claimed = await claimJob(bench, { ...claimant, instanceId: `i-${instance}` });
      if (claimed === undefined) return mine;
      mine.push(claimed.job.facts.id);
    }
  };
  const claimed = await Promise.all(Array.from({ length: 8 }, (_, instance) => drain(instance)));

  expect(claimed.flat().toSorted()).toEqual(ids.toSorted());
});

test('a claim starts an attempt with its instance and version', async () => {
  const id = await bench.submit();
  const claimed = await claimJob(bench, claimant);

  const job = await bench.job(id);
  expect(job).toEqual({ ...claimed?.job, lastSeq: job.lastSeq, eventCounts: job.eventCounts });
  expect(job.progress).toMatchObject({
    state: 'RUNNING',
    extractorVersion: '2.1',
    attempts: [{ number: 1, outcome: 'RUNNING', instanceId: 'i-7', extractorVersion: '2.1' }],
  });
  expect(job.leases).toEqual([{ id: claimed?.lease.id, attempt: 1, expiresAt: bench.now() + 60_000 }]);
  expect((await bench.events(id)).at(-1)).toMatchObject({
    kind: 'STARTED',
    matchedBy: 'lease',
    instanceId: 'i-7',
  });
});

test('jobs are claimed by priority, then by age', async () => {
  const first = await bench.submit();
  bench.pass(10);
  const second = await bench.submit();
  bench.pass(10);
  const urgent = await bench.submit({ priority: 5 });

  const order = [await bench.claim(), await bench.claim(), await bench.claim()];
  expect(order.map(({ jobId }) => jobId)).toEqual([urgent, first, second]);
});

test('an extractor gets its own jobs only', async () => {
  const other = await bench.submit({ extractor: 'image-preview' });

  expect(await claimJob(bench, claimant)).toBeUndefined();
  expect(await bench.claim('image-preview')).toMatchObject({ jobId: other });
});

test('a disabled extractor gets no job until it is enabled', async () => {
  const id = await bench.submit();
  await enable(false);
  expect(await claimJob(bench, claimant)).toBeUndefined();
  await enable(true);

  expect(await bench.claim()).toMatchObject({ jobId: id });
});

test('a job given back can be claimed at once', async () => {
  const id = await bench.submit();
  const claimed = await claimJob(bench, claimant);
  if (claimed === undefined) throw new Error('one was there');
  await returnClaim(bench, claimed);

  const next = await bench.claim();
  expect(next).toMatchObject({ jobId: id, attempt: 2 });
  await next.report(aReport('SUCCEEDED'));
  expect((await bench.job(id)).progress.attempts).toMatchObject([
    { outcome: 'LOST', reason: 'the instance disconnected before it got the job' },
    { outcome: 'SUCCEEDED' },
  ]);
});
