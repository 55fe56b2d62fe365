import { replay } from '@pawprint/core';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { failureOfJob } from '../../model/failure.ts';
import { EVERYTHING } from '../../model/grant.ts';
import type { LeaseReports, Report } from '../../model/report.ts';
import { cancelJob } from '../cancel.ts';
import { ANA, aReport, createJobsBench, type JobsBench, readEnded, readTotals } from '../jobs.builder.ts';
import { claimJob, expireLeases, returnClaim } from '../leases.ts';
import { resubmitJob } from '../resubmit.ts';
import { checkSilentJobs } from '../silence.ts';
import { createReportRecorder } from './report-recorder.ts';

/** Histories that go on beside each other. Each has an extractor of its own, so that it claims its own job. */
const HISTORIES_AT_ONCE = 50;
const EXTRACTORS = Array.from({ length: HISTORIES_AT_ONCE }, (_, n) => `word-count-${n}`);

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench(EXTRACTORS);
});
afterAll(() => bench.close());

/** Something that can be done to a job. Reports can be about any earlier attempt, and be repeated. */
type Act =
  | { readonly act: 'claim' | 'give back' | 'expire' | 'watch' | 'cancel' | 'resubmit' }
  | { readonly act: 'pass'; readonly ms: number }
  | { readonly act: 'report'; readonly lease: number; readonly reports: readonly Report[] }
  | { readonly act: 'repeat' };

const report: fc.Arbitrary<Report> = fc
  .record({
    kind: fc.constantFrom(
      'STARTED',
      'PROCESSING',
      'LOG',
      'PROGRESS',
      'SUCCEEDED',
      'SKIPPED',
      'ERROR',
      'RESUBMITTED',
    ),
    message: fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replaceAll('\0', '')),
    progress: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
    confirmsCancel: fc.option(fc.boolean(), { nil: undefined }),
  } satisfies { [K in keyof Partial<Report>]: fc.Arbitrary<unknown> })
  .map(({ kind, message, progress, confirmsCancel }) =>
    aReport(kind as Report['kind'], {
      message,
      ...(progress === undefined ? {} : { progress }),
      ...(confirmsCancel === undefined ? {} : { confirmsCancel }),
    }),
  );

const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.constant<Act>({ act: 'claim' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Act[]>(
      { act: 'give back' },
      { act: 'expire' },
      { act: 'watch' },
      { act: 'cancel' },
      { act: 'resubmit' },
      { act: 'repeat' },
    ),
  },
  { weight: 1, arbitrary: fc.nat(70_000).map((ms): Act => ({ act: 'pass', ms })) },
  {
    weight: 5,
    arbitrary: fc
      .tuple(fc.nat(3), fc.array(report, { maxLength: 3 }))
      .map(([lease, reports]): Act => ({ act: 'report', lease, reports })),
  },
);

/** Short enough for jobs to be lost between two acts. */
const SILENCE = { minStallMs: 1_000, limitMs: 20_000, maxAttempts: 3 };

const perform = async (extractor: string, jobId: string, acts: readonly Act[]): Promise<void> => {
  const claims: NonNullable<Awaited<ReturnType<typeof claimJob>>>[] = [];
  const recorder = createReportRecorder(bench);
  let last: LeaseReports | undefined;
  for (const one of acts) {
    if (one.act === 'pass') bench.pass(one.ms / HISTORIES_AT_ONCE);
    if (one.act === 'claim') {
      const claimed = await claimJob(bench, {
        extractor,
        instanceId: 'i-1',
        version: '1.0',
        grant: EVERYTHING,
      });
      if (claimed?.job.facts.id === jobId) claims.push(claimed);
    }
    const claim = claims.at(-1);
    if (one.act === 'give back' && claim !== undefined) await returnClaim(bench, claim);
    if (one.act === 'expire') await expireLeases(bench, bench.now());
    if (one.act === 'watch') await checkSilentJobs(bench, SILENCE, bench.now());
    if (one.act === 'cancel') await cancelJob(bench, jobId, ANA);
    if (one.act === 'resubmit') await resubmitJob(bench, jobId, { by: ANA });
    if (one.act === 'report') {
      const claimed = claims[one.lease % Math.max(1, claims.length)];
      last = claimed && { jobId, leaseId: claimed.lease.id, reports: one.reports };
    }
    if (last !== undefined && (one.act === 'report' || one.act === 'repeat'))
      await recorder.recordLeaseReports(last);
  }
};

const check = async (jobId: string, acts: readonly Act[]): Promise<void> => {
  const [job, events] = await Promise.all([bench.job(jobId), bench.events(jobId)]);
  const { progress } = job;
  expect(replay({ submittedAt: progress.submittedAt }, events), JSON.stringify(acts)).toEqual(progress);
  expect(await storedFailure(jobId)).toBe(failureOfJob(job)?.failure.id ?? null);
  expect(new Set(events.map((event) => event.id)).size).toBe(events.length);
};

const storedFailure = async (id: string): Promise<string | null> => {
  const row = await bench.db
    .selectFrom('jobs')
    .select('failure')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return row.failure;
};

/** For a machine that has much else to do. */
const LIMIT = { timeout: 240_000 };

test('replaying its stored events gives the stored job, in 500 histories of leases', LIMIT, async () => {
  const file = await bench.addFile();
  const history = fc.array(act, { maxLength: 14 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(history, { minLength: HISTORIES_AT_ONCE, maxLength: HISTORIES_AT_ONCE }),
      async (histories) => {
        await sql`truncate jobs, job_totals, latest_states, failure_totals, ended_jobs, ended_job_measures cascade`.execute(
          bench.db,
        );
        await Promise.all(
          histories.map(async (acts, n) => {
            const extractor = EXTRACTORS[n] ?? '';
            const id = await bench.submit({ ...file, extractor });
            await perform(extractor, id, acts);
          }),
        );
        const jobs = await bench.db
          .selectFrom('jobs')
          .select(['id', 'extractor'])
          .where('trigger', '=', 'upload')
          .execute();
        expect(jobs).toHaveLength(HISTORIES_AT_ONCE);
        for (const { id, extractor } of jobs) await check(id, histories[EXTRACTORS.indexOf(extractor)] ?? []);
        const { kept, counted } = await readTotals(bench.db);
        expect(kept).toEqual(counted);
        const ended = await readEnded(bench.db);
        expect(ended.kept).toEqual(ended.counted);
      },
    ),
    // A failure shows the history it is about: to shrink the other 49 would take minutes.
    { numRuns: 500 / HISTORIES_AT_ONCE, endOnFailure: true },
  );
});
