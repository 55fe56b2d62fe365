import { type JobProgress, submittedJob } from '@pawprint/core';
import { expect, test } from 'vitest';
import { jobStatusToWire } from './clowder-jobs.ts';

const aJob = (also: Partial<JobProgress>): JobProgress => ({ ...submittedJob({ submittedAt: 0 }), ...also });
const latest = (kind: string, message: string) => ({ kind, message, at: 0 });
const error = { message: 'no words in it', attempt: 1 };

test.each<[string, Partial<JobProgress>]>([
  ['SUBMITTED', { state: 'SUBMITTED' }],
  ['SUBMITTED', { state: 'QUEUED' }],
  ['StatusMessage.start: Started processing.', { state: 'RUNNING' }],
  ['StatusMessage.start: Off we go.', { state: 'RUNNING', latest: latest('STARTED', 'Off we go.') }],
  [
    'StatusMessage.start: Started processing.',
    { state: 'RUNNING', latest: latest('RESUBMITTED', 'a bad day') },
  ],
  ['StatusMessage.processing: 50% done', { state: 'RUNNING', latest: latest('PROCESSING', '50% done') }],
  ['Cancel Requested', { state: 'RUNNING', flags: new Set(['cancel_requested']) }],
  ['StatusMessage.retry: no words in it', { state: 'RESUBMITTED', error }],
  ['DONE', { state: 'SUCCEEDED' }],
  ['DONE', { state: 'SKIPPED' }],
  ['StatusMessage.error: no words in it', { state: 'FAILED', error }],
  [
    'StatusMessage.error: silent for 24 h',
    { state: 'LOST', reason: { code: 'silent_too_long', text: 'silent for 24 h', facts: {} } },
  ],
  ['Cancel Success', { state: 'CANCELLED' }],
])('%s', (word, job) => {
  expect(jobStatusToWire(aJob(job))).toBe(word);
});
