import { expect, test } from 'vitest';
import { type JobProgress, submittedJob } from '../job/job.ts';
import { endedJob } from './ended-job.ts';

const attempt = {
  number: 1,
  outcome: 'SUCCEEDED',
  startedAt: 1_400,
  endedAt: 6_500,
  instanceId: null,
  extractorVersion: '2.0',
  isPresumed: false,
  versionCandidates: [],
  error: null,
  reason: null,
} as const;

const done: JobProgress = {
  ...submittedJob({ submittedAt: 1_000 }),
  state: 'SUCCEEDED',
  attempts: [attempt],
  startedAt: 1_400,
  finishedAt: 6_500,
  extractorVersion: '2.0',
};

test('a done job is measured in full', () => {
  expect(endedJob(done, 12)).toEqual({
    endedAt: 6_500,
    version: '2.0',
    state: 'SUCCEEDED',
    retried: false,
    measures: { wait: 400, run: 5_100, elapsed: 5_500, bytes: 12 },
  });
  expect(endedJob(done, null)?.measures).not.toHaveProperty('bytes');
});

test('of a failed job only the wait is measured', () => {
  const failed = { ...done, state: 'FAILED', attempts: [attempt, { ...attempt, number: 2 }] } as const;
  expect(endedJob(failed, 12)).toMatchObject({ state: 'FAILED', retried: true, measures: { wait: 400 } });
});

test('a job that never started is counted without measures', () => {
  const cancelled = { ...done, state: 'CANCELLED', attempts: [], startedAt: null } as const;
  expect(endedJob(cancelled, 12)?.measures).toEqual({});
});

test('open and imported jobs do not count', () => {
  expect(endedJob(submittedJob({ submittedAt: 0 }), null)).toBeNull();
  expect(endedJob({ ...done, flags: new Set(['imported']) }, null)).toBeNull();
});
