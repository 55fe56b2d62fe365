import { describe, expect, it } from 'vitest';
import { after, on, outcomes } from '../after.builder.ts';
import { applyEvent } from '../apply-event.ts';
import { anEvent } from '../event.builder.ts';
import { aJob, anAttempt } from '../job.builder.ts';

describe('a lost job', () => {
  it('keeps the reason, on itself and on its attempt', () => {
    const job = after(aJob.running(), anEvent('LOST', { message: 'no event for 24 h', receivedAt: 900 }));
    expect(job).toMatchObject({
      state: 'LOST',
      reason: 'no event for 24 h',
      finishedAt: 900,
      lastEventAt: 200,
    });
    expect(job.attempts).toEqual([anAttempt('LOST', { endedAt: 900, reason: 'no event for 24 h' })]);
  });

  it('is revived by a report as the same attempt, not as one more', () => {
    const job = after(aJob.lost(), anEvent('LOG'));
    expect(job).toMatchObject({ state: 'RUNNING', finishedAt: null, reason: null, flags: new Set() });
    expect(job.attempts).toEqual([anAttempt('RUNNING')]);
  });

  it('that was waiting is revived as a new attempt, since none was open', () => {
    const waiting = after(aJob.resubmitted(), anEvent('LOST'));
    expect(outcomes(after(waiting, anEvent('LOG')))).toEqual(['RESUBMITTED', 'RUNNING']);
  });

  it('that ends after all was never lost', () => {
    const job = after(aJob.lost(), anEvent('SUCCEEDED', { receivedAt: 900 }));
    expect(job).toMatchObject({ state: 'SUCCEEDED', finishedAt: 900 });
    expect(job.attempts).toEqual([anAttempt('SUCCEEDED', { endedAt: 900 })]);
  });

  it('is not revived by word of an attempt before the one that was lost', () => {
    const job = after(aJob.resubmitted(), anEvent('STARTED'), anEvent('LOST'));
    expect(on(job, 'LOG', { attempt: 1 })).toMatchObject({ outcome: 'unchanged', late: true });
  });

  it('is still to be cancelled when it comes back', () => {
    const lost = after(aJob.cancelling(), anEvent('LOST'));
    expect(lost.flags).toEqual(new Set(['cancel_requested']));
    const ended = after(lost, anEvent('SUCCEEDED'));
    expect(ended).toMatchObject({
      state: 'CANCELLED',
      cancel: { outcome: 'finished_anyway' },
      flags: new Set(),
    });
    expect(outcomes(ended)).toEqual(['SUCCEEDED']);
  });
});

describe('a lease that runs out', () => {
  it('queues the job again under a reason, with the attempt lost', () => {
    const job = after(
      aJob.running(),
      anEvent('ATTEMPT_LOST', { message: 'the lease ran out', receivedAt: 900 }),
    );
    expect(job).toMatchObject({
      state: 'QUEUED',
      reason: 'the lease ran out',
      queuedAt: 150,
      lastEventAt: 900,
    });
    expect(job.attempts).toEqual([anAttempt('LOST', { endedAt: 900, reason: 'the lease ran out' })]);
  });

  it('of an attempt that has ended meanwhile changes nothing', () => {
    const job = after(aJob.resubmitted(), anEvent('STARTED'));
    expect(on(job, 'ATTEMPT_LOST', { attempt: 1 })).toMatchObject({ outcome: 'unchanged', late: false });
  });

  it('is not taken back by its former holder: the job waits for the next attempt', () => {
    const job = aJob.queuedAgain();
    expect(on(job, 'SUCCEEDED', { attempt: 1 })).toMatchObject({
      outcome: 'unchanged',
      attempt: 1,
      late: true,
    });
  });

  it('gives a job without a lane time one, now that it is queued', () => {
    const job = after(aJob.submitted(), anEvent('STARTED', { receivedAt: 200 }));
    expect(after(job, anEvent('ATTEMPT_LOST', { receivedAt: 900 })).queuedAt).toBe(900);
  });
});

describe('silence', () => {
  it('is flagged once, with the reason, and is no sign of life', () => {
    const stalled = on(aJob.running(), 'STALLED', { message: 'no event for 42 min' });
    expect(stalled.job).toMatchObject({ reason: 'no event for 42 min', lastEventAt: 200, state: 'RUNNING' });
    expect(on(stalled.job, 'STALLED')).toMatchObject({ outcome: 'unchanged', reason: 'nothing_to_do' });
  });

  it('is not broken by a person’s request', () => {
    const stalled = aJob.running({ flags: new Set(['stalled']), reason: 'no event for 42 min' });
    expect(after(stalled, anEvent('CANCEL_REQUESTED'))).toMatchObject({
      flags: new Set(['stalled', 'cancel_requested']),
      reason: 'no event for 42 min',
    });
  });
});

describe('a second start without an end between', () => {
  it.each([
    [60_000, 'started again without an end: redelivered'],
    [30 * 60_000 + 20_000, expect.stringContaining('acknowledgement timeout')],
  ])('%d ms later is put down to what is likely then', (gap, reason) => {
    const job = aJob.running();
    const again = anEvent('STARTED', { receivedAt: 200 + gap });
    expect(applyEvent(job, again, 200 + gap).job.attempts[0]).toMatchObject({ outcome: 'LOST', reason });
  });
});
