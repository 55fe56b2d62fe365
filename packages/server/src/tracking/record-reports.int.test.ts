import { replay } from '@pawprint/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aReport, createTrackingBench, type TrackingBench, WORD_COUNT } from './tracking.builder.ts';

let bench: TrackingBench;
beforeAll(async () => {
  bench = await createTrackingBench();
});
afterAll(() => bench.close());

test('a job is submitted, claimed, reported on and done', async () => {
  const id = await bench.submit();
  bench.pass(1_000);
  const attempt = await bench.claim();
  bench.pass(500);
  await attempt.say(aReport('PROCESSING', { message: 'counting' }));
  bench.pass(1_500);
  const last = await attempt.say(aReport('SUCCEEDED'));

  const { progress, facts } = await bench.job(id);
  expect(facts).toMatchObject({ extractor: WORD_COUNT, submittedBy: 'ana', trigger: 'upload' });
  expect(progress).toMatchObject({ state: 'SUCCEEDED', extractorVersion: '1.0' });
  expect(progress.attempts).toMatchObject([{ number: 1, outcome: 'SUCCEEDED', instanceId: 'i-1' }]);
  expect(progress.finishedAt).toBe(progress.submittedAt + 3_000);
  expect(last).toEqual({ lease: null, cancelRequested: false });

  const events = await bench.events(id);
  expect(events.map((event) => event.kind)).toEqual([
    'SUBMITTED',
    'QUEUED',
    'STARTED',
    'PROCESSING',
    'SUCCEEDED',
  ]);
  expect(replay({ submittedAt: progress.submittedAt }, events)).toEqual(progress);
});
