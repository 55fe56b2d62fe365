import { describe, expect, it } from 'vitest';
import { after, on } from './after.builder.ts';
import { anEvent } from './event.builder.ts';
import { aJob, anAttempt, aReason } from './job.builder.ts';

describe('an ERROR', () => {
  it('that is taken back makes its attempt RESUBMITTED, with its error', () => {
    const failed = after(aJob.running(), anEvent('ERROR', { message: 'no space left', receivedAt: 300 }));
    const line = { followsError: true, message: 'Resubmitting message (attempt #1)', receivedAt: 400 };
    const { job, late } = on(failed, 'RESUBMITTED', line);
    expect(late).toBe(false);
    expect(job).toMatchObject({ state: 'RESUBMITTED', finishedAt: null, lastEventAt: 400 });
    expect(job.error).toEqual({ message: 'no space left', attempt: 1 });
    expect(job.attempts).toEqual([anAttempt('RESUBMITTED')]);
    expect(on(job, 'RESUBMITTED', line)).toMatchObject({ attempt: 1, reason: 'already_ended' });
  });

  it('of a cancelled job, or of an attempt before, is not taken back', () => {
    const back = { followsError: true };
    expect(on(after(aJob.cancelling(), anEvent('ERROR')), 'RESUBMITTED', back)).toMatchObject({
      job: { state: 'CANCELLED' },
      late: true,
    });
    const again = after(aJob.failed(), anEvent('STARTED'), anEvent('ERROR'));
    expect(on(again, 'RESUBMITTED', { ...back, attempt: 1 })).toMatchObject({ job: again, late: true });
  });
});

describe('a failure that is found', () => {
  const error = 'Its message is in the error queue error.words, though it was reported as done';
  const found = { message: error, attempt: 1, receivedAt: 900, reason: aReason('in_error_queue', error) };

  it('makes a job FAILED that was reported as done, which ended when it was reported', () => {
    const { job, attempt } = on(aJob.succeeded(), 'FAILURE_FOUND', found);
    expect(attempt).toBe(1);
    expect(job).toMatchObject({
      state: 'FAILED',
      finishedAt: 300,
      lastEventAt: 900,
      error: { message: error, attempt: 1 },
      reason: { code: 'in_error_queue', text: error },
      attempts: [anAttempt('FAILED', { error })],
    });
    expect(on(job, 'FAILURE_FOUND', found)).toMatchObject({ outcome: 'unchanged' });
  });

  it('does not keep its message from being moved back: the next attempt counts', () => {
    const failed = after(aJob.succeeded(), anEvent('FAILURE_FOUND', found));
    const again = after(failed, anEvent('STARTED'), anEvent('SUCCEEDED'));
    expect(again).toMatchObject({ state: 'SUCCEEDED', error: null, reason: null });
    expect(again.attempts.map(({ outcome }) => outcome)).toEqual(['FAILED', 'SUCCEEDED']);
  });
});
