import { describe, expect, it } from 'vitest';
import { after, on } from './after.builder.ts';
import { anEvent } from './event.builder.ts';
import { aJob, anAttempt } from './job.builder.ts';

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
