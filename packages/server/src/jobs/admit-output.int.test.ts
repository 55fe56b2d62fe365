import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Refusal } from '../model/refusal.ts';
import { admitOutput } from './admit-output.ts';
import { cancelJob } from './cancel.ts';
import {
  ANA,
  aReport,
  createJobsBench,
  type HeldAttempt,
  type JobsBench,
  WORD_COUNT,
} from './jobs.builder.ts';
import { expireLeases } from './leases.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
});
afterAll(() => bench.close());

const store = ({ jobId, attempt }: Pick<HeldAttempt, 'jobId' | 'attempt'>): Promise<Refusal | undefined> => {
  const caller = { kind: 'job', jobId, attempt, extractor: WORD_COUNT } as const;
  const admit = admitOutput(bench.now);
  return bench.db
    .transaction()
    .execute((trx) =>
      admit(trx, { ...caller, extractorVersion: null, submittedBy: null }, 'metadata on soil.csv'),
    );
};

test('an output of a running attempt is stored', async () => {
  const id = await bench.submit();
  const attempt = await bench.claim();

  expect(await store(attempt)).toBeUndefined();
  expect((await bench.events(id)).map(({ kind }) => kind)).not.toContain('OUTPUT_REFUSED');
  await attempt.report(aReport('SUCCEEDED'));
});

test.each([
  ['ended', 'the job is SUCCEEDED', (attempt: HeldAttempt) => attempt.report(aReport('SUCCEEDED'))],
  ['is to be cancelled', 'the job was cancelled', ({ jobId }: HeldAttempt) => cancelJob(bench, jobId, ANA)],
])('what comes after its job %s is refused, and noted in the job', async (_, why, end) => {
  const id = await bench.submit();
  const attempt = await bench.claim();
  await end(attempt);
  const before = await bench.job(id);

  expect(await store(attempt)).toEqual({ refused: 'job_over', message: `Not stored: ${why}.` });
  const after = await bench.job(id);
  expect(after.progress).toEqual(before.progress);
  expect((await bench.events(id)).at(-1)).toMatchObject({
    kind: 'OUTPUT_REFUSED',
    recordedAttempt: 1,
    message: `metadata on soil.csv refused: ${why}`,
  });
});

test('only the next attempt can store outputs after one is lost', async () => {
  await bench.submit();
  const first = await bench.claim();
  bench.pass(60_000);
  await expireLeases(bench, bench.now());
  const second = await bench.claim();

  expect(await store(first)).toMatchObject({
    refused: 'job_over',
    message: 'Not stored: attempt 1 is over.',
  });
  expect(await store(second)).toBeUndefined();
});
