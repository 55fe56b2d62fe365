import { describe, expect, it } from 'vitest';
import { after, on, outcomes } from '../after.builder.ts';
import { anEvent } from '../event.builder.ts';
import { aJob, anAttempt } from '../job.builder.ts';

describe('a cancel', () => {
  const request = anEvent('CANCEL_REQUESTED', { requestedBy: 'ben', receivedAt: 600 });
  const asked = { requestedBy: 'ben', requestedAt: 600 };

  it('of a waiting job has ended it, never run', () => {
    const job = after(aJob.queued(), request);
    expect(job).toMatchObject({ state: 'CANCELLED', finishedAt: 600, attempts: [], startedAt: null });
    expect(job.cancel).toEqual({ ...asked, outcome: 'never_ran' });
  });

  it('of a running job waits for its end, and a second request changes nothing', () => {
    const job = after(aJob.running(), request);
    expect(job).toMatchObject({ state: 'RUNNING', flags: new Set(['cancel_requested']), lastEventAt: 200 });
    expect(job.cancel).toEqual({ ...asked, outcome: null });
    expect(on(job, 'CANCEL_REQUESTED', { requestedBy: 'eve' })).toMatchObject({ outcome: 'unchanged', job });
  });

  it('that the extractor confirms has stopped the attempt, and its error is none', () => {
    const stop = anEvent('ERROR', { confirmsCancel: true, receivedAt: 900 });
    const job = after(aJob.running(), request, stop);
    expect(job).toMatchObject({ state: 'CANCELLED', error: null, flags: new Set(), finishedAt: 900 });
    expect(job.cancel).toEqual({ ...asked, outcome: 'stopped' });
    expect(job.attempts).toEqual([anAttempt('CANCELLED', { endedAt: 900 })]);
  });

  it('that the extractor could not be told of lets the attempt keep its outcome', () => {
    const job = after(aJob.running(), request, anEvent('SUCCEEDED'));
    expect(job).toMatchObject({ state: 'CANCELLED', cancel: { outcome: 'finished_anyway' } });
    expect(outcomes(job)).toEqual(['SUCCEEDED']);
  });

  it('is answered also by the end of an attempt whose start was lost', () => {
    const result = on(aJob.cancelling(), 'SUCCEEDED', { attempt: 2 });
    expect(result.job).toMatchObject({ state: 'CANCELLED', cancel: { outcome: 'finished_anyway' } });
    expect(outcomes(result.job)).toEqual(['LOST', 'SUCCEEDED']);
  });

  it('stands when the extractor gives the job back for another try', () => {
    const job = after(aJob.running(), request, anEvent('RESUBMITTED'));
    expect(job).toMatchObject({ state: 'CANCELLED', cancel: { outcome: 'finished_anyway' } });
    expect(outcomes(job)).toEqual(['RESUBMITTED']);
  });

  it('of a job whose extractor died has an unknown outcome until an end is heard', () => {
    const silent = after(aJob.running(), request, anEvent('ATTEMPT_LOST'));
    expect(silent).toMatchObject({ state: 'CANCELLED', cancel: { outcome: null } });
    const heard = on(silent, 'SUCCEEDED', { attempt: 1 });
    expect(heard).toMatchObject({ late: true, job: { cancel: { outcome: 'finished_anyway' } } });
    expect(outcomes(heard.job)).toEqual(['LOST']);
  });

  it('that came too late for its message is seen to run after all', () => {
    const taken = on(after(aJob.queued(), request), 'STARTED', { receivedAt: 700 });
    expect(taken).toMatchObject({ outcome: 'changed', attempt: 1, late: true });
    expect(taken.job).toMatchObject({
      state: 'CANCELLED',
      finishedAt: 600,
      startedAt: null,
      cancel: { outcome: null },
    });
    const ended = on(taken.job, 'ERROR', { receivedAt: 800, message: '410 Gone' });
    expect(ended).toMatchObject({ late: true, job: { state: 'CANCELLED', finishedAt: 600, error: null } });
    expect(ended.job.cancel?.outcome).toBe('finished_anyway');
    expect(ended.job.attempts).toEqual([
      anAttempt('FAILED', { startedAt: 700, endedAt: 800, error: '410 Gone' }),
    ]);
  });

  it('of a message that is refused without a start is seen to have been taken', () => {
    const job = after(aJob.neverRan(), anEvent('ERROR', { message: '410 Gone' }));
    expect(job).toMatchObject({ state: 'CANCELLED', cancel: { outcome: 'finished_anyway' } });
    expect(outcomes(job)).toEqual(['FAILED']);
  });

  it('between two attempts is known to have come too late when another attempt ends', () => {
    const job = after(aJob.resubmitted(), request, anEvent('ERROR', { message: '410 Gone' }));
    expect(job).toMatchObject({ state: 'CANCELLED', cancel: { outcome: 'finished_anyway' } });
    expect(outcomes(job)).toEqual(['RESUBMITTED', 'FAILED']);
  });

  it('that the server carried out itself closes the attempt with the reason', () => {
    const job = after(aJob.cancelling(), anEvent('CANCELLED', { message: 'the instance was shut down' }));
    expect(job.cancel).toEqual({ requestedBy: 'ana', requestedAt: 250, outcome: 'stopped' });
    expect(job.attempts[0]).toMatchObject({ outcome: 'CANCELLED', reason: 'the instance was shut down' });
  });

  it('of an attempt begun after it is kept when that attempt falls silent', () => {
    const job = after(aJob.takenAfterCancel(), anEvent('ATTEMPT_LOST'));
    expect(job).toMatchObject({ state: 'CANCELLED', cancel: { outcome: null } });
    expect(outcomes(job)).toEqual(['LOST']);
  });
});
