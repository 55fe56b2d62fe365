import type { Reason } from '@pawprint/core';
import fc from 'fast-check';
import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deleteExtractor, setExtractorEnabled } from '../extractors/enable-extractor.ts';
import { recordHeartbeat } from '../extractors/record-heartbeats.ts';
import { registerExtractor } from '../extractors/register-extractor.ts';
import type { WantedJob } from '../model/job.ts';
import { refreshStatistics } from '../store/extractors/statistics.ts';
import { countInBroker, lockDispatchableJobs } from '../store/jobs/dispatchable-jobs.ts';
import { readJobsById } from '../store/jobs/read-jobs.ts';
import { ANA, aReport, createJobsBench, type JobsBench, wanted } from './jobs.builder.ts';
import { submitJobs } from './submit/submit-jobs.ts';
import { chooseExtractors } from './submit/submit-request.ts';

const MINUTE = 60_000;
const EXTRACTORS = ['line', 'long', 'turns', 'off', 'new', 'absent', 'deaf', 'timed', 'delayed'] as const;
type Name = (typeof EXTRACTORS)[number];

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench(EXTRACTORS);
  await bench.db
    .insertInto('users')
    .values(['ben', 'cleo'].map((id) => ({ id, name: id, email: `${id}@example.org` })))
    .execute();
});
afterAll(() => bench.close());

/** One instance that is alive for a day. */
const beat = (extractor: Name, instanceId = v4()): Promise<unknown> =>
  recordHeartbeat(
    { ...bench, autoEnable: true, approveChanges: false },
    {
      extractor,
      instanceId,
      version: '1.0',
      lane: 'http',
      host: null,
      intervalMs: 60 * MINUTE,
      isStopping: false,
    },
  );

/** Submits jobs one after the other, so that their ids sort in this order. */
const submitAll = async (jobs: readonly Partial<WantedJob>[]): Promise<string[]> => {
  const ids: string[] = [];
  for (const job of jobs) {
    bench.pass(1);
    ids.push(await bench.submit(job));
  }
  return ids;
};

const reasonsOf = async (ids: readonly string[]): Promise<(Reason | null)[]> => {
  const jobs = (await readJobsById(bench.db, ids)).map(({ job }) => job);
  const explain = await bench.readReasons(jobs, bench.now());
  const byId = new Map(jobs.map((job) => [job.facts.id, explain(job)]));
  return ids.map((id) => byId.get(id) ?? null);
};

const aheadOf = async (ids: readonly string[]) =>
  (await reasonsOf(ids)).map((reason) => reason?.facts['ahead']);

test('jobs stand in line in the order in which they are claimed, and move up', async () => {
  await beat('line');
  const busy = await bench.submit({ extractor: 'line' });
  const attempt = await bench.claim('line');
  const ids = await submitAll([
    { extractor: 'line' },
    { extractor: 'line', submittedBy: 'ben' },
    { extractor: 'line', priority: 5 },
    { extractor: 'line' },
  ]);
  expect(await aheadOf(ids)).toEqual([1, 2, 0, 3]);
  expect((await reasonsOf([busy, ids[3] ?? ''])).map((reason) => reason?.text)).toEqual([
    'Attempt 1 is running on instance i-1',
    '3 ahead of it for line, 1 instance alive',
  ]);
  await attempt.report(aReport('SUCCEEDED'));
  await bench.claim('line');
  await bench.claim('line');
  expect(await aheadOf(ids)).toEqual([undefined, 0, undefined, 1]);
  expect(await reasonsOf([busy])).toEqual([null]);
});

test('no more than a thousand jobs ahead are counted', async () => {
  await beat('long');
  const many = Array.from({ length: 1_003 }, () => wanted({ extractor: 'long' }));
  const submitted = await bench.db.transaction().execute((trx) => submitJobs(trx, many, bench.now()));
  const ids = submitted.map(({ facts }) => facts.id).toSorted();
  const [before, last, beyond] = await reasonsOf([ids[999] ?? '', ids[1_000] ?? '', ids[1_002] ?? '']);
  expect(before?.facts).toMatchObject({ ahead: 999, aheadIsLeast: false });
  expect(last?.facts).toMatchObject({ ahead: 1_000, aheadIsLeast: false });
  expect(beyond).toMatchObject({
    text: 'More than 1,000 ahead of it for long, 1 instance alive',
    facts: { ahead: 1_000, aheadIsLeast: true, estimateLowMs: null },
  });
});

test('for RabbitMQ jobs stand in line as the dispatcher chooses them', async () => {
  const { db } = bench;
  await db.updateTable('extractors').set({ queue: 'turns' }).where('name', '=', 'turns').execute();
  const job = fc.record({ submittedBy: fc.constantFrom(ANA.id, 'ben', 'cleo', null), priority: fc.nat(1) });
  await fc.assert(
    fc.asyncProperty(fc.array(job, { minLength: 1, maxLength: 12 }), fc.nat(6), async (jobs, inBroker) => {
      await db.deleteFrom('jobs').where('extractor', '=', 'turns').execute();
      const ids = await submitAll(jobs.map((each) => ({ ...each, extractor: 'turns' })));
      const sent = ids.slice(0, inBroker);
      if (sent.length > 0)
        await db
          .updateTable('jobs')
          .set({ lane: 'rabbitmq', state: 'QUEUED' })
          .where('id', 'in', sent)
          .execute();
      const next = await db.transaction().execute(async (trx) => {
        const inBroker = await countInBroker(trx, 'turns');
        return lockDispatchableJobs(trx, { extractor: 'turns', room: 100, inBroker }, bench.now());
      });
      const order = [...sent, ...next.map(({ facts }) => facts.id)];
      await beat('turns', 'one');
      expect(await aheadOf(order)).toEqual(order.map((_, index) => index));
    }),
    { numRuns: 25 },
  );
});

test('an extractor that was switched off is named with the person who did it', async () => {
  const [id = ''] = await submitAll([{ extractor: 'off' }]);
  const caller = { kind: 'user', ...ANA, email: 'ana@example.org', role: 'admin' } as const;
  await setExtractorEnabled(bench, caller, 'off', false);
  await setExtractorEnabled(bench, caller, 'off', true);
  bench.pass(MINUTE);
  await setExtractorEnabled(bench, caller, 'off', false);
  const disabledAt = bench.now();
  bench.pass(5 * MINUTE);
  expect(await reasonsOf([id])).toEqual([
    {
      code: 'extractor_disabled',
      text: 'off was switched off by Ana Ferreira 5 min ago; waits until it is switched on',
      facts: { extractor: 'off', by: 'Ana Ferreira', disabledAt, disabledMs: 5 * MINUTE },
    },
  ]);
});

test('an extractor that nobody has switched on yet is new', async () => {
  await bench.db.updateTable('extractors').set({ enabled: false }).where('name', '=', 'new').execute();
  const [reason] = await reasonsOf(await submitAll([{ extractor: 'new' }]));
  expect(reason).toMatchObject({
    code: 'extractor_not_enabled',
    text: 'Waiting for approval: new is new, and no operator has approved it yet',
  });
});

test('jobs of an extractor that waits for approval say so, and new ones are refused with the reason', async () => {
  const [db, name] = [bench.db, 'unapproved'];
  const caller = { kind: 'user', ...ANA, email: 'ana@example.org', role: 'admin' } as const;
  const process = { file: ['*/*'], dataset: [], metadata: [] };
  const announced = { name, version: '1.0', process, info: { name }, owner: null };
  const ports = { db, now: bench.now, autoEnable: false, approveChanges: false };
  await registerExtractor(ports, announced, caller);
  await setExtractorEnabled(bench, caller, name, false);
  await deleteExtractor(bench, caller, name);
  await registerExtractor(ports, announced, caller);

  const [reason] = await reasonsOf(await submitAll([{ extractor: name }]));
  expect(reason?.code).toBe('extractor_not_enabled');
  expect(await chooseExtractors(db, name, { by: caller, datasetId: v4() })).toMatchObject({
    message: 'The extractor unapproved is new and waits for approval. An operator can approve it.',
  });
});

test('instances are alive, late or gone, and one that takes no job for a minute is not consuming', async () => {
  const ids = await submitAll([{ extractor: 'absent' }, { extractor: 'deaf' }]);
  const codes = async () => (await reasonsOf(ids)).map((reason) => reason?.code);
  bench.pass(60 * MINUTE);
  await Promise.all([beat('absent'), beat('deaf', 'deaf-1')]);
  expect(await codes()).toEqual(['in_line', 'in_line']);
  bench.pass(MINUTE + 1);
  expect(await codes()).toEqual(['not_consuming', 'not_consuming']);
  bench.pass(3 * 60 * MINUTE);
  expect(await codes()).toEqual(['instances_late', 'instances_late']);
  await beat('deaf', 'deaf-1');
  bench.pass(3 * 60 * MINUTE);
  expect(await codes()).toEqual(['no_instance_alive', 'instances_late']);
});

test('a wait is estimated by how long the extractor took for resources of these sizes', async () => {
  await beat('timed');
  const resource = { ...wanted().resource, sizeBytes: 1_000 };
  for (let n = 0; n < 5; n += 1) {
    await bench.submit({ extractor: 'timed', resource });
    const attempt = await bench.claim('timed');
    bench.pass(10_000);
    await attempt.report(aReport('PROCESSING'));
    bench.pass(10_000);
    await attempt.report(aReport('SUCCEEDED'));
  }
  await refreshStatistics(bench.db, 'timed', bench.now());
  await bench.submit({ extractor: 'timed', resource });
  await bench.claim('timed');
  const large = { ...resource, sizeBytes: 20_000_000 };
  const ids = await submitAll(
    [{ resource }, { resource }, { resource: large }, { resource }].map((job) => ({
      ...job,
      extractor: 'timed',
    })),
  );
  const [first, second, third, last] = await reasonsOf(ids);
  expect(first?.facts).toMatchObject({ ahead: 0, estimateLowMs: expect.any(Number) });
  expect(second?.facts['estimateHighMs']).toBeLessThan(Number(third?.facts['estimateHighMs']));
  expect(third?.text).toBe('2 ahead of it for timed, 1 instance alive, about 40 to 60 s');
  expect(last?.facts).toMatchObject({ ahead: 3, estimateLowMs: null, estimateHighMs: null });
});

test('a job that its extractor put off says when it is due', async () => {
  await beat('delayed');
  const id = await bench.submit({ extractor: 'delayed' });
  const attempt = await bench.claim('delayed');
  await attempt.report(aReport('RESUBMITTED', { message: 'the tape robot is busy', retryAfterMs: 12_000 }));
  const text = async () => (await reasonsOf([id]))[0]?.text;
  expect(await text()).toBe('Retry 1 of 2, in 12 s; attempt 1: the tape robot is busy');
  bench.pass(12_000);
  expect(await text()).toBe(
    'Retry 1 of 2: next in line for delayed, 1 instance alive; attempt 1: the tape robot is busy',
  );
});
