import { replay } from '@pawprint/core';
import fc from 'fast-check';
import { sql } from 'kysely';
import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Delivery } from '../../model/report.ts';
import { cancelJob } from '../cancel.ts';
import { ANA, createJobsBench, type JobsBench } from '../jobs.builder.ts';
import { aDelivery, addFile, again, type DeliveredKind, submitToBroker } from './deliveries.builder.ts';
import { createReportRecorder } from './report-recorder.ts';

let bench: JobsBench;
let file: { id: string; datasetId: string };
beforeAll(async () => {
  bench = await createJobsBench();
  file = await addFile(bench);
});
afterAll(() => bench.close());

/** How a report names its job, if it does. */
type Naming = 'job' | 'correlation' | 'file' | 'nothing';

type Act =
  | {
      readonly act: 'report';
      readonly kind: DeliveredKind;
      readonly naming: Naming;
      readonly instance: string | null;
    }
  | { readonly act: 'redeliver' | 'repeat'; readonly from: number }
  | { readonly act: 'store' | 'cancel' }
  | { readonly act: 'pass'; readonly ms: number };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      act: fc.constant('report' as const),
      kind: fc.constantFrom<DeliveredKind[]>(
        'STARTED',
        'PROCESSING',
        'SUCCEEDED',
        'SKIPPED',
        'ERROR',
        'RESUBMITTED',
      ),
      naming: fc.constantFrom<Naming[]>('job', 'job', 'correlation', 'file', 'nothing'),
      instance: fc.constantFrom(null, 'a', 'b'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constantFrom('redeliver' as const, 'repeat' as const), from: fc.nat(9) }),
  },
  { weight: 2, arbitrary: fc.constantFrom<Act[]>({ act: 'store' }, { act: 'cancel' }) },
  { weight: 1, arbitrary: fc.nat(9 * 3_600_000).map((ms): Act => ({ act: 'pass', ms })) },
);

const named = (naming: Naming, jobId: string) =>
  ({
    job: { jobId },
    correlation: { correlationId: jobId, fileId: file.id },
    file: { fileId: file.id },
    nothing: { fileId: v4() },
  })[naming];

interface SentReport {
  readonly naming: Naming;
  readonly delivery: Delivery;
  /** How often it was sent; a redelivery by the broker does not count. */
  times: number;
}

const createReport = (
  { kind, naming, instance }: Extract<Act, { act: 'report' }>,
  jobId: string,
): SentReport => {
  const headers = instance === null ? {} : { 'x-pawprint-instance': instance };
  const delivery = aDelivery(kind, { ...named(naming, jobId), headers, message: v4() });
  return { naming, delivery, times: 1 };
};

const perform = async (jobId: string, acts: readonly Act[]): Promise<readonly SentReport[]> => {
  const sent: SentReport[] = [];
  let waiting: Delivery[] = [];
  const record = createReportRecorder(bench).recordDeliveries;
  const store = async (): Promise<void> => {
    await record(waiting);
    waiting = [];
  };
  for (const one of acts) {
    if (one.act === 'pass') bench.pass(one.ms);
    if (one.act === 'cancel') await cancelJob(bench, jobId, ANA);
    if (one.act === 'store') await store();
    if (one.act === 'report') {
      const report = createReport(one, jobId);
      sent.push(report);
      waiting.push(report.delivery);
    }
    const earlier = 'from' in one ? sent[one.from] : undefined;
    if (earlier === undefined) continue;
    if (one.act === 'repeat') earlier.times += 1;
    waiting.push(one.act === 'repeat' ? earlier.delivery : again(earlier.delivery));
  }
  await store();
  return sent;
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

test('replaying the stored events gives the stored jobs for any deliveries', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { maxLength: 20 }), async (acts) => {
      await bench.db.deleteFrom('jobs').execute();
      await sql`truncate job_events, quarantine`.execute(bench.db);
      const resource = { type: 'file', id: file.id, name: 'soil.csv', sizeBytes: 1, mime: null } as const;
      const jobId = await submitToBroker(bench, { resource });
      const sent = await perform(jobId, acts);

      const jobs = await bench.db.selectFrom('jobs').select('id').execute();
      let reports = 0;
      for (const { id } of jobs) {
        const { progress } = await bench.job(id);
        const events = await bench.events(id);
        reports += events.filter(({ matchedBy }) => matchedBy !== 'server').length;
        expect(replay({ submittedAt: progress.submittedAt, inferred: id !== jobId }, events)).toEqual(
          progress,
        );
      }
      const timesOf = (some: readonly SentReport[]) =>
        some.map(({ times }) => times).toSorted((m, n) => m - n);
      const usable = sent.filter(({ naming }) => naming !== 'nothing');
      const unusable = sent.filter(({ naming }) => naming === 'nothing');
      const kept = await bench.db.selectFrom('quarantine').select('times').orderBy('times').execute();
      expect(reports).toBe(sum(timesOf(usable)));
      expect(kept.map(({ times }) => times)).toEqual(timesOf(unusable));
    }),
    { numRuns: 60 },
  );
});
