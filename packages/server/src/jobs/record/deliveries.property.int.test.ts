import { replay } from '@pawprint/core';
import fc from 'fast-check';
import { sql } from 'kysely';
import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Delivery } from '../../model/report.ts';
import { cancelJob } from '../cancel.ts';
import { ANA, createJobsBench, type JobsBench, readEnded, readTotals, wanted } from '../jobs.builder.ts';
import { submitJobs } from '../submit/submit-jobs.ts';
import { aDelivery, addFile, again, type DeliveredKind } from './deliveries.builder.ts';
import { createReportRecorder } from './report-recorder.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
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
      /** A line of an old client, instead of a message without meaning. */
      readonly line: string | null;
    }
  | { readonly act: 'redeliver' | 'repeat'; readonly from: number }
  | { readonly act: 'store' | 'cancel' }
  | { readonly act: 'pass'; readonly ms: number };

const LINES = [
  'Resubmitting message (attempt #1)',
  'Error processing message',
  'Starting file download.',
  'Error processing file : no space left',
  'Done',
];

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
      line: fc.constantFrom(null, ...LINES),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ act: fc.constantFrom('redeliver' as const, 'repeat' as const), from: fc.nat(9) }),
  },
  { weight: 2, arbitrary: fc.constantFrom<Act[]>({ act: 'store' }, { act: 'cancel' }) },
  { weight: 1, arbitrary: fc.nat(9 * 3_600_000).map((ms): Act => ({ act: 'pass', ms })) },
);

/** One history: what happens to one job, on a file of its own. */
interface History {
  readonly jobId: string;
  readonly fileId: string;
  readonly acts: readonly Act[];
  readonly sent: SentReport[];
  waiting: Delivery[];
}

interface SentReport {
  readonly naming: Naming;
  readonly delivery: Delivery;
  /** How often it was sent; a redelivery by the broker does not count. */
  times: number;
}

const named = (naming: Naming, { jobId, fileId }: History) =>
  ({
    job: { jobId },
    correlation: { correlationId: jobId, fileId },
    file: { fileId },
    nothing: { fileId: v4() },
  })[naming];

const createReport = (
  history: History,
  { kind, naming, instance, line }: Extract<Act, { act: 'report' }>,
): SentReport => {
  const headers = instance === null ? {} : { 'x-pawprint-instance': instance };
  // Equal lines of one second are one report to the broker's redelivery, so that each has a time of its own.
  const at = new Date(seconds++ * 1_000).toISOString();
  const message = line ?? v4();
  return { naming, delivery: aDelivery(kind, { ...named(naming, history), headers, message, at }), times: 1 };
};

let seconds = 0;

/** All jobs in one transaction, waiting in the broker. */
const begin = async (histories: readonly (readonly Act[])[]): Promise<History[]> => {
  const files = await Promise.all(histories.map(() => addFile(bench)));
  const jobs = await bench.db.transaction().execute((trx) =>
    submitJobs(
      trx,
      files.map(({ id, datasetId }) =>
        wanted({ datasetId, resource: { type: 'file', id, name: 'soil.csv', sizeBytes: 1, mime: null } }),
      ),
      bench.now(),
    ),
  );
  await bench.db.updateTable('jobs').set({ lane: 'rabbitmq' }).execute();
  return jobs.map(({ facts }, index) => ({
    jobId: facts.id,
    fileId: facts.resource.id,
    acts: histories[index] ?? [],
    sent: [],
    waiting: [],
  }));
};

/** Queues what the act delivers, and answers whether the job's deliveries are to be stored now. */
const perform = async (history: History, one: Act): Promise<boolean> => {
  if (one.act === 'cancel') await cancelJob(bench, history.jobId, ANA);
  if (one.act === 'report') {
    const report = createReport(history, one);
    history.sent.push(report);
    history.waiting.push(report.delivery);
  }
  const earlier = 'from' in one ? history.sent[one.from] : undefined;
  if (earlier !== undefined) {
    if (one.act === 'repeat') earlier.times += 1;
    history.waiting.push(one.act === 'repeat' ? earlier.delivery : again(earlier.delivery));
  }
  return one.act === 'store';
};

/** Goes through all histories act by act. What several of them store at a time comes in one batch, as under load. */
const performAll = async (histories: readonly History[]): Promise<void> => {
  const record = createReportRecorder(bench).recordDeliveries;
  const store = async (some: readonly History[]): Promise<void> => {
    await record(some.flatMap(({ waiting }) => waiting));
    for (const history of some) history.waiting = [];
  };
  for (let round = 0; round < MOST_ACTS; round += 1) {
    const stored: History[] = [];
    for (const history of histories) {
      const one = history.acts[round];
      if (one?.act === 'pass') bench.pass(one.ms / histories.length);
      if (one !== undefined && (await perform(history, one))) stored.push(history);
    }
    await store(stored);
  }
  await store(histories);
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

/** Checks every job there is now, and answers how many reports they have. A failure shows its history. */
const checkReplays = async (histories: readonly History[]): Promise<number> => {
  const byFile = new Map(histories.map((history) => [history.fileId, history]));
  const jobs = await bench.db.selectFrom('jobs').select('id').execute();
  const counts = jobs.map(async ({ id }) => {
    const [{ facts, progress }, events] = await Promise.all([bench.job(id), bench.events(id)]);
    const history = byFile.get(facts.resource.id);
    const submission = { submittedAt: progress.submittedAt, inferred: id !== history?.jobId };
    expect(replay(submission, events), JSON.stringify(history?.acts)).toEqual(progress);
    return events.filter(({ matchedBy }) => matchedBy !== 'server').length;
  });
  return sum(await Promise.all(counts));
};

const MOST_ACTS = 20;
const HISTORIES_AT_ONCE = 100;

/** The start arrives in the millisecond of the cancellation, so that the job has waited until then. */
const STARTED_AS_IT_WAS_CANCELLED: readonly Act[] = [
  { act: 'pass', ms: 1 },
  { act: 'cancel' },
  { act: 'report', kind: 'STARTED', naming: 'job', instance: null, line: null },
];

/** For a machine that has much else to do. */
const LIMIT = { timeout: 240_000 };

test(
  'replaying the stored events gives the stored jobs, in 1,500 histories of deliveries',
  LIMIT,
  async () => {
    const history = fc.array(act, { maxLength: MOST_ACTS });
    await fc.assert(
      fc.asyncProperty(
        fc.array(history, { minLength: HISTORIES_AT_ONCE, maxLength: HISTORIES_AT_ONCE }),
        async (acts) => {
          await sql`truncate jobs, job_totals, latest_states, failure_totals, ended_jobs, ended_job_measures, job_events, quarantine cascade`.execute(
            bench.db,
          );
          const histories = await begin(acts);
          await performAll(histories);

          const reports = await checkReplays(histories);
          const totals = await readTotals(bench.db);
          expect(totals.kept).toEqual(totals.counted);
          const ended = await readEnded(bench.db);
          expect(ended.kept).toEqual(ended.counted);
          const sent = histories.flatMap((each) => each.sent);
          const timesOf = (some: readonly SentReport[]) =>
            some.map(({ times }) => times).toSorted((m, n) => m - n);
          const usable = sent.filter(({ naming }) => naming !== 'nothing');
          const unusable = sent.filter(({ naming }) => naming === 'nothing');
          const kept = await bench.db.selectFrom('quarantine').select('times').orderBy('times').execute();
          expect(reports).toBe(sum(timesOf(usable)));
          expect(kept.map(({ times }) => times)).toEqual(timesOf(unusable));
        },
      ),
      // A failure shows the history it is about: to shrink the other 99 would take minutes.
      {
        numRuns: 1_500 / HISTORIES_AT_ONCE,
        endOnFailure: true,
        examples: [[[STARTED_AS_IT_WAS_CANCELLED, []]]],
      },
    );
  },
);
