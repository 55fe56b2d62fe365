import { replay } from '@pawprint/core';
import { createSignal } from '@pawprint/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Refusal } from '../model/refusal.ts';
import { createAdmitOutput, type OutputPorts } from './admit-output.ts';
import { cancelJob } from './cancel.ts';
import { ANA, aReport, createJobsBench, type JobsBench, WORD_COUNT } from './jobs.builder.ts';
import { expireLeases } from './leases.ts';
import { aDelivery, type DeliveredKind, submitToBroker } from './record/deliveries.builder.ts';
import { createReportRecorder } from './record/report-recorder.ts';

const GRACE_MS = 30_000;

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
});
afterAll(() => bench.close());

/** Stores an output; answers under which attempt, or the refusal. */
const store = (
  { jobId, attempt }: { readonly jobId: string; readonly attempt: number | null },
  ports: Partial<OutputPorts> = {},
  extractorVersion: string | null = null,
): Promise<number | null | Refusal> => {
  const admit = createAdmitOutput({
    ...bench,
    followJob: () => () => undefined,
    startWaitMs: 0,
    ...ports,
  });
  const caller = { kind: 'job', jobId, attempt, extractor: WORD_COUNT } as const;
  return admit(
    { ...caller, extractorVersion, submittedBy: null },
    'metadata on soil.csv',
    async (_, by) => by.attempt,
  );
};
const kinds = async (id: string) => (await bench.events(id)).map(({ kind }) => kind);

describe('in the HTTP lane', () => {
  test('what a running attempt makes is stored', async () => {
    const id = await bench.submit();
    const attempt = await bench.claim();

    expect(await store(attempt)).toBe(1);
    expect(await kinds(id)).not.toContain('OUTPUT_REFUSED');
    await attempt.report(aReport('SUCCEEDED'));
  });

  test('what names another version than was presumed gives it to the attempt, once', async () => {
    const id = await bench.submit();
    const attempt = await bench.claim();
    for (const version of ['1.0', '2.0', '2.0', null]) await store(attempt, {}, version);

    const { progress } = await bench.job(id);
    expect(progress).toMatchObject({ extractorVersion: '2.0', attempts: [{ extractorVersion: '2.0' }] });
    const events = await bench.events(id);
    expect(events.filter(({ kind }) => kind === 'VERSION_FOUND')).toMatchObject([
      { recordedAttempt: 1, message: 'its metadata names version 2.0' },
    ]);
    expect(replay({ submittedAt: progress.submittedAt }, events)).toEqual(progress);
    await attempt.report(aReport('SUCCEEDED'));
    await store(attempt, {}, '3.1');
    expect((await bench.job(id)).progress).toMatchObject({ state: 'SUCCEEDED', extractorVersion: '3.1' });
  });

  test('what comes a moment after the end of its attempt is stored, and later it is refused', async () => {
    const id = await bench.submit();
    const attempt = await bench.claim();
    await attempt.report(aReport('SUCCEEDED'));
    bench.pass(GRACE_MS);
    expect(await store(attempt)).toBe(1);
    bench.pass(1);

    const before = await bench.job(id);
    const why = 'the job is SUCCEEDED';
    expect(await store(attempt)).toEqual({ refused: 'job_over', message: `Not stored: ${why}.` });
    expect((await bench.job(id)).progress).toEqual(before.progress);
    expect((await bench.events(id)).at(-1)).toMatchObject({
      kind: 'OUTPUT_REFUSED',
      recordedAttempt: 1,
      message: `metadata on soil.csv refused: ${why}`,
    });
  });

  test('what comes after a request to cancel is refused', async () => {
    await bench.submit();
    const attempt = await bench.claim();
    await cancelJob(bench, attempt.jobId, ANA);
    expect(await store(attempt)).toMatchObject({ message: 'Not stored: the job was cancelled.' });
    await attempt.report(aReport('SUCCEEDED'));
  });

  test('an attempt that was given up stores nothing more, while the next one does', async () => {
    await bench.submit();
    const first = await bench.claim();
    bench.pass(60_000);
    await expireLeases(bench, bench.now());
    const second = await bench.claim();

    expect(await store(first)).toMatchObject({ message: 'Not stored: attempt 1 is over.' });
    expect(await store(second)).toBe(2);
  });
});

describe("in RabbitMQ's lane", () => {
  const report = async (jobId: string, ...reported: readonly DeliveredKind[]): Promise<void> => {
    const recorder = createReportRecorder(bench);
    for (const kind of reported) await recorder.recordDeliveries([aDelivery(kind, { jobId })]);
  };
  const output = (jobId: string, ports?: Partial<OutputPorts>) => store({ jobId, attempt: null }, ports);

  test('an output belongs to the open attempt', async () => {
    const id = await submitToBroker(bench);
    await report(id, 'STARTED', 'RESUBMITTED', 'STARTED');
    expect(await output(id)).toBe(2);
  });

  test('an output that overtakes the report of its start waits for it', async () => {
    const id = await submitToBroker(bench);
    const listeners = new Set<() => void>();
    const waits = createSignal();
    const stored = output(id, {
      startWaitMs: 60_000,
      followJob(jobId, listener) {
        expect(jobId).toBe(id);
        listeners.add(listener);
        waits.give();
        return () => listeners.delete(listener);
      },
    });
    await waits.given;
    await report(id, 'STARTED');
    for (const listener of listeners) listener();
    expect(await stored).toBe(1);
    expect(await kinds(id)).not.toContain('OUTPUT_RECEIVED');
    expect(listeners.size).toBe(0);
  });

  test('an output whose start does not come opens the attempt, and the start then joins it', async () => {
    const id = await submitToBroker(bench);
    expect(await output(id)).toBe(1);
    expect((await bench.events(id)).at(-1)).toMatchObject({
      kind: 'OUTPUT_RECEIVED',
      matchedBy: 'credential',
      recordedAttempt: 1,
      message: 'metadata on soil.csv came before any report of its attempt: the extractor is at work on it',
    });
    await report(id, 'STARTED', 'SUCCEEDED');
    const { progress } = await bench.job(id);
    expect(progress).toMatchObject({ state: 'SUCCEEDED', flags: new Set() });
    expect(progress.attempts).toMatchObject([{ number: 1, outcome: 'SUCCEEDED', isPresumed: false }]);
  });

  test.each(['SUCCEEDED', 'ERROR', 'SKIPPED'] as const)(
    'a message that comes again after %s runs like new',
    async (end) => {
      const id = await submitToBroker(bench);
      await report(id, 'STARTED', end);
      bench.pass(GRACE_MS + 1);
      expect(await output(id)).toBe(2);
      await report(id, 'STARTED', 'SUCCEEDED');
      const { progress } = await bench.job(id);
      expect(progress.state).toBe('SUCCEEDED');
      expect(progress.attempts).toHaveLength(2);
    },
  );

  test('an output that comes a moment after the end belongs to the attempt that ended', async () => {
    const id = await submitToBroker(bench);
    await report(id, 'STARTED', 'SUCCEEDED');
    expect(await output(id)).toBe(1);
    expect((await bench.job(id)).progress.state).toBe('SUCCEEDED');
  });

  test('an output of a job that was cancelled is refused', async () => {
    const id = await submitToBroker(bench);
    await cancelJob(bench, id, ANA);
    expect(await output(id)).toMatchObject({ refused: 'job_over' });
    expect(await kinds(id)).toContain('OUTPUT_REFUSED');
  });
});
