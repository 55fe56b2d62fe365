import { describe, expect, it, test } from 'vitest';
import { after, on, outcomes } from './after.builder.ts';
import { applyEvent } from './apply-event.ts';
import { anEvent } from './event.builder.ts';
import { aJob, anAttempt, aReason } from './job.builder.ts';
import type { LinesDropped } from './job.ts';
import { STARTED_AGAIN, startedAgainReason } from './started-again.ts';

const MINUTE = 60_000;

describe('a cancel', () => {
  const request = anEvent('CANCEL_REQUESTED', { requestedBy: 'ben', receivedAt: 600 });
  const asked = { requestedBy: 'ben', requestedAt: 600 };

  it('of a waiting job ends it as never run', () => {
    const job = after(aJob.queued(), request);
    expect(job).toMatchObject({ state: 'CANCELLED', finishedAt: 600, attempts: [], startedAt: null });
    expect(job.cancel).toEqual({ ...asked, outcome: 'never_ran' });
  });

  it('of a running job waits for its end, a second request changes nothing', () => {
    const job = after(aJob.running(), request);
    expect(job).toMatchObject({ state: 'RUNNING', flags: new Set(['cancel_requested']), lastEventAt: 200 });
    expect(job.cancel).toEqual({ ...asked, outcome: null });
    expect(on(job, 'CANCEL_REQUESTED', { requestedBy: 'eve' })).toMatchObject({ outcome: 'unchanged', job });
  });

  it('confirmed by the extractor ends the attempt as stopped, without an error', () => {
    const stop = anEvent('ERROR', { confirmsCancel: true, receivedAt: 900 });
    const job = after(aJob.running(), request, stop);
    expect(job).toMatchObject({ state: 'CANCELLED', error: null, flags: new Set(), finishedAt: 900 });
    expect(job.cancel).toEqual({ ...asked, outcome: 'stopped' });
    expect(job.attempts).toEqual([anAttempt('CANCELLED', { endedAt: 900 })]);
  });

  it('that never reached the extractor does not change the outcome', () => {
    const job = after(aJob.running(), request, anEvent('SUCCEEDED'));
    expect(job).toMatchObject({ state: 'CANCELLED', cancel: { outcome: 'finished_anyway' } });
    expect(outcomes(job)).toEqual(['SUCCEEDED']);
  });

  it('gets its outcome from an attempt whose start was lost, too', () => {
    const result = on(aJob.cancelling(), 'SUCCEEDED', { attempt: 2 });
    expect(result.job).toMatchObject({ state: 'CANCELLED', cancel: { outcome: 'finished_anyway' } });
    expect(outcomes(result.job)).toEqual(['LOST', 'SUCCEEDED']);
  });

  it('is kept when the extractor gives the job back', () => {
    const job = after(aJob.running(), request, anEvent('RESUBMITTED'));
    expect(job).toMatchObject({ state: 'CANCELLED', cancel: { outcome: 'finished_anyway' } });
    expect(outcomes(job)).toEqual(['RESUBMITTED']);
  });

  it('of a lost attempt has an unknown outcome until an end is reported', () => {
    const silent = after(aJob.running(), request, anEvent('ATTEMPT_LOST'));
    expect(silent).toMatchObject({ state: 'CANCELLED', cancel: { outcome: null } });
    const ended = on(silent, 'SUCCEEDED', { attempt: 1 });
    expect(ended).toMatchObject({ late: true, job: { cancel: { outcome: 'finished_anyway' } } });
    expect(outcomes(ended.job)).toEqual(['LOST']);
  });

  it('that came too late for the message shows that the job runs', () => {
    const started = on(after(aJob.queued(), request), 'STARTED', { receivedAt: 700 });
    expect(started).toMatchObject({ outcome: 'changed', attempt: 1, late: true });
    expect(started.job).toMatchObject({
      state: 'CANCELLED',
      finishedAt: 600,
      startedAt: null,
      cancel: { outcome: null },
    });
    const ended = on(started.job, 'ERROR', { receivedAt: 800, message: '410 Gone' });
    expect(ended).toMatchObject({ late: true, job: { state: 'CANCELLED', finishedAt: 600, error: null } });
    expect(ended.job.cancel?.outcome).toBe('finished_anyway');
    expect(ended.job.attempts).toEqual([
      anAttempt('FAILED', { startedAt: 700, endedAt: 800, error: '410 Gone' }),
    ]);
  });

  it('of a message that was skipped shows that an extractor got it', () => {
    const job = after(aJob.neverRan(), anEvent('ERROR', { message: '410 Gone' }));
    expect(job).toMatchObject({ state: 'CANCELLED', cancel: { outcome: 'finished_anyway' } });
    expect(outcomes(job)).toEqual(['FAILED']);
  });

  it('between two attempts came too late if another attempt ends', () => {
    const job = after(aJob.resubmitted(), request, anEvent('ERROR', { message: '410 Gone' }));
    expect(job).toMatchObject({ state: 'CANCELLED', cancel: { outcome: 'finished_anyway' } });
    expect(outcomes(job)).toEqual(['RESUBMITTED', 'FAILED']);
  });

  it('by the server itself ends the attempt with the reason', () => {
    const job = after(aJob.cancelling(), anEvent('CANCELLED', { message: 'the instance was shut down' }));
    expect(job.cancel).toEqual({ requestedBy: 'ana', requestedAt: 250, outcome: 'stopped' });
    expect(job.attempts[0]).toMatchObject({ outcome: 'CANCELLED', reason: 'the instance was shut down' });
  });

  it('is kept if an attempt begun after it is lost', () => {
    const job = after(aJob.begunAfterCancel(), anEvent('ATTEMPT_LOST'));
    expect(job).toMatchObject({ state: 'CANCELLED', cancel: { outcome: null } });
    expect(outcomes(job)).toEqual(['LOST']);
  });
});

describe('a lost job', () => {
  it('has the reason, and so has its attempt', () => {
    const job = after(aJob.running(), anEvent('LOST', { message: 'no event for 24 h', receivedAt: 900 }));
    expect(job).toMatchObject({
      state: 'LOST',
      reason: aReason('silent_too_long', 'no event for 24 h'),
      finishedAt: 900,
      lastEventAt: 200,
    });
    expect(job.attempts).toEqual([anAttempt('LOST', { endedAt: 900, reason: 'no event for 24 h' })]);
  });

  it('is revived by a report as the same attempt', () => {
    const job = after(aJob.lost(), anEvent('LOG'));
    expect(job).toMatchObject({ state: 'RUNNING', finishedAt: null, reason: null, flags: new Set() });
    expect(job.attempts).toEqual([anAttempt('RUNNING')]);
  });

  it('says that it was revived until its attempt ends, and no longer', () => {
    const facts = { lostMs: 1_000, silentMs: 2_000 };
    const revived = after(
      aJob.lost(),
      anEvent('LOG'),
      anEvent('REVIVED', { reason: { code: 'revived', facts } }),
    );
    expect(revived.reason).toMatchObject({ code: 'revived', facts });
    expect(after(revived, anEvent('LOG'), anEvent('PROGRESS')).reason).toBe(revived.reason);
    expect(after(revived, anEvent('SUCCEEDED')).reason).toBeNull();
    expect(after(revived, anEvent('STARTED')).reason).toBeNull();
  });

  it('that was waiting is revived as a new attempt', () => {
    const waiting = after(aJob.resubmitted(), anEvent('LOST'));
    expect(outcomes(after(waiting, anEvent('LOG')))).toEqual(['RESUBMITTED', 'RUNNING']);
  });

  it('that ends after all has the reported outcome', () => {
    const job = after(aJob.lost(), anEvent('SUCCEEDED', { receivedAt: 900 }));
    expect(job).toMatchObject({ state: 'SUCCEEDED', finishedAt: 900 });
    expect(job.attempts).toEqual([anAttempt('SUCCEEDED', { endedAt: 900 })]);
  });

  it('is not revived by a report of an attempt before the lost one', () => {
    const job = after(aJob.resubmitted(), anEvent('STARTED'), anEvent('LOST'));
    expect(on(job, 'LOG', { attempt: 1 })).toMatchObject({ outcome: 'unchanged', late: true });
  });

  it('is still to be cancelled after it is revived', () => {
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
      reason: aReason('attempt_lost', 'the lease ran out'),
      queuedAt: 150,
      lastEventAt: 900,
    });
    expect(job.attempts).toEqual([anAttempt('LOST', { endedAt: 900, reason: 'the lease ran out' })]);
  });

  it('of an ended attempt changes nothing', () => {
    const job = after(aJob.resubmitted(), anEvent('STARTED'));
    expect(on(job, 'ATTEMPT_LOST', { attempt: 1 })).toMatchObject({ outcome: 'unchanged', late: false });
  });

  it('makes reports of its former holder late', () => {
    const job = aJob.queuedAgain();
    expect(on(job, 'SUCCEEDED', { attempt: 1 })).toMatchObject({
      outcome: 'unchanged',
      attempt: 1,
      late: true,
    });
  });

  it('gives a job without a queue time one', () => {
    const job = after(aJob.submitted(), anEvent('STARTED', { receivedAt: 200 }));
    expect(after(job, anEvent('ATTEMPT_LOST', { receivedAt: 900 })).queuedAt).toBe(900);
  });
});

describe('silence', () => {
  it('is flagged once with the reason, and is no activity', () => {
    const decided = { code: 'silent', facts: { silentMs: 42 * MINUTE } } as const;
    const stalled = on(aJob.running(), 'STALLED', { message: 'Silent for 42 min', reason: decided });
    const reason = { ...decided, text: 'Silent for 42 min' };
    expect(stalled.job).toMatchObject({ reason, lastEventAt: 200, state: 'RUNNING' });
    expect(on(stalled.job, 'STALLED')).toMatchObject({ outcome: 'unchanged', reason: 'nothing_to_do' });
  });

  it('does not end by a person’s request', () => {
    const reason = aReason('silent', 'no event for 42 min');
    const stalled = aJob.running({ flags: new Set(['stalled']), reason });
    expect(after(stalled, anEvent('CANCEL_REQUESTED'))).toMatchObject({
      flags: new Set(['stalled', 'cancel_requested']),
      reason,
    });
  });
});

describe('a second start without an end in between', () => {
  it.each([
    [60_000, 'started again without an end: redelivered'],
    [30 * 60_000 + 20_000, expect.stringContaining('acknowledgement timeout')],
  ])('%d ms later gives the likely reason', (gap, reason) => {
    const job = aJob.running();
    const again = anEvent('STARTED', { receivedAt: 200 + gap });
    expect(applyEvent(job, again, 200 + gap).job.attempts[0]).toMatchObject({ outcome: 'LOST', reason });
  });
});

test.each([0, 1, 29, 36, 60, 24 * 60])('a second start after %d min is a message that came again', (min) => {
  expect(startedAgainReason(1_000, 1_000 + min * MINUTE)).toBe(STARTED_AGAIN);
});

test.each([30, 31, 35])("a second start after %d min is the broker's acknowledgement timeout", (min) => {
  const reason = startedAgainReason(1_000, 1_000 + min * MINUTE);
  expect(reason).toContain('acknowledgement timeout');
  expect(reason).toContain('docs/rabbitmq.md');
});

describe('dropped log lines', () => {
  const dropped = (byLevel: LinesDropped['byLevel'], silentMs: number) =>
    anEvent('LOG', { level: 'warn', linesDropped: { byLevel, silentMs } });

  it('are added up by level over all attempts, with the longest silence', () => {
    const job = after(
      aJob.running(),
      dropped({ info: 1_200, debug: 4 }, 12_000),
      anEvent('LOG', { level: 'info' }),
      anEvent('RESUBMITTED'),
      anEvent('STARTED'),
      dropped({ info: 4 }, 500),
    );
    expect(job.linesDropped).toEqual({ byLevel: { debug: 4, info: 1_204 }, silentMs: 12_000 });
  });

  it('are null as long as none was dropped', () => {
    expect(after(aJob.running(), anEvent('LOG', { level: 'info' })).linesDropped).toBeNull();
  });
});

describe('the version of an attempt', () => {
  it('is one of several, until an output names it', () => {
    const started = anEvent('STARTED', { versionCandidates: ['2.0', '3.1'] });
    const job = after(aJob.queued(), started);
    const unknown = { extractorVersion: null, versionCandidates: ['2.0', '3.1'] };
    expect(job).toMatchObject({ ...unknown, attempts: [unknown] });
    const found = after(job, anEvent('VERSION_FOUND', { extractorVersion: '2.0' }));
    const known = { extractorVersion: '2.0', versionCandidates: [] };
    expect(found).toMatchObject({ ...known, attempts: [known], lastEventAt: job.lastEventAt });
  });

  it('is the one that an output names, whatever was presumed', () => {
    const job = after(aJob.queued(), anEvent('STARTED', { extractorVersion: '3.1' }));
    const event = { extractorVersion: '2.0' };
    expect(on(job, 'VERSION_FOUND', event).job).toMatchObject({ extractorVersion: '2.0' });
    expect(on(job, 'VERSION_FOUND', { extractorVersion: '3.1' })).toMatchObject({ outcome: 'unchanged' });
    expect(on(after(job, anEvent('SUCCEEDED')), 'VERSION_FOUND', event).outcome).toBe('unchanged');
  });
});
