import { describe, expect, it } from 'vitest';
import { after, NOW, on, outcomes } from './after.builder.ts';
import { applyEvent } from './apply-event.ts';
import { anEvent } from './event.builder.ts';
import { aJob, anAttempt, aReason } from './job.builder.ts';

describe('a start', () => {
  it('opens attempt 1 with its instance and version', () => {
    const started = anEvent('STARTED', { receivedAt: 400, instanceId: '81c2', extractorVersion: '2.0' });
    const job = after(aJob.queued(), started);
    expect(job.attempts).toEqual([
      anAttempt('RUNNING', { startedAt: 400, instanceId: '81c2', extractorVersion: '2.0' }),
    ]);
    expect(job).toMatchObject({
      startedAt: 400,
      extractorVersion: '2.0',
      lastEventAt: 400,
      finishedAt: null,
    });
  });

  it('of a running job gives up the open attempt with a reason', () => {
    const job = after(aJob.running(), anEvent('STARTED', { receivedAt: 700 }));
    expect(job.attempts[0]).toMatchObject({
      outcome: 'LOST',
      endedAt: 700,
      reason: 'started again without an end: redelivered',
    });
    expect(job.attempts[1]).toMatchObject({ number: 2, outcome: 'RUNNING', startedAt: 700 });
    expect(job.flags).toEqual(new Set(['ambiguous']));
  });

  it('of another version gives the job the version of its last attempt', () => {
    const first = anEvent('STARTED', { extractorVersion: '1.0' });
    const second = anEvent('STARTED', { extractorVersion: '2.0' });
    const job = after(aJob.queued(), first, second);
    expect(job.extractorVersion).toBe('2.0');
    expect(job.attempts.map(({ extractorVersion }) => extractorVersion)).toEqual(['1.0', '2.0']);
  });

  it('after an end clears the end time and marks the job reopened', () => {
    const job = after(aJob.failed(), anEvent('STARTED'));
    expect(job).toMatchObject({ state: 'RUNNING', finishedAt: null, startedAt: 200 });
    expect(job.flags).toEqual(new Set(['reopened']));
  });

  it('that names an attempt begun before changes nothing', () => {
    expect(on(aJob.running(), 'STARTED', { attempt: 1 })).toMatchObject({
      outcome: 'unchanged',
      reason: 'already_started',
      attempt: 1,
      late: false,
    });
  });

  it('with a number too high opens the next attempt', () => {
    const result = on(aJob.resubmitted(), 'STARTED', { attempt: 1_000_000_000 });
    expect(result.attempt).toBe(2);
    expect(outcomes(result.job)).toEqual(['RESUBMITTED', 'RUNNING']);
  });

  it.each([0, -1, 1.5, Number.NaN, -Infinity])(
    'with the attempt number %d is taken as one without',
    (attempt) => {
      expect(on(aJob.running(), 'STARTED', { attempt })).toMatchObject({ outcome: 'changed', attempt: 2 });
    },
  );

  it('resets the progress of the attempt before', () => {
    expect(after(aJob.running({ progress: 0.8 }), anEvent('STARTED')).progress).toBeNull();
  });
});

describe('a message', () => {
  it('becomes the latest, with its kind and time', () => {
    const job = after(aJob.running(), anEvent('LOG', { message: 'page 4', receivedAt: 600 }));
    expect(job).toMatchObject({ latest: { kind: 'LOG', message: 'page 4', at: 600 }, lastEventAt: 600 });
  });

  it('that is empty is activity and does not replace the latest one', () => {
    const latest = { kind: 'LOG', message: 'page 4', at: 210 };
    const job = after(aJob.running({ latest }), anEvent('PROGRESS', { message: ' ', progress: 0.5 }));
    expect(job).toMatchObject({ latest, progress: 0.5, lastEventAt: NOW });
  });

  it.each([
    [1.7, 1],
    [-3, 0],
    [Number.NaN, 0.2],
    [Infinity, 0.2],
    [undefined, 0.2],
  ])('of progress %d leaves the job at %d', (progress, expected) => {
    const event = { ...anEvent('PROGRESS'), ...(progress === undefined ? {} : { progress }) };
    expect(after(aJob.running({ progress: 0.2 }), event).progress).toBe(expected);
  });

  it('clears stalled and its reason', () => {
    const stalled = aJob.running({
      flags: new Set(['stalled']),
      reason: aReason('silent', 'no event for 42 min'),
    });
    expect(after(stalled, anEvent('LOG'))).toMatchObject({ flags: new Set(), reason: null });
  });

  it.each([0, -1, 1.5, Number.NaN])('that names attempt %d is about the open one', (attempt) => {
    const result = on(aJob.running(), 'LOG', { attempt });
    expect(result.attempt).toBe(1);
    expect(outcomes(result.job)).toEqual(['RUNNING']);
  });

  it('about an ended attempt does not change the newer one', () => {
    const job = after(aJob.resubmitted(), anEvent('STARTED'));
    expect(on(job, 'PROGRESS', { attempt: 1, progress: 0.9 })).toEqual({
      outcome: 'unchanged',
      job,
      attempt: 1,
      late: true,
      reason: 'attempt_over',
    });
  });

  it('that names the next attempt while one is open counts as a second start', () => {
    const result = on(aJob.running(), 'LOG', { attempt: 2 });
    expect(result.attempt).toBe(2);
    expect(outcomes(result.job)).toEqual(['LOST', 'RUNNING']);
    expect(result.job.flags).toEqual(new Set(['ambiguous']));
  });

  it('of an attempt that never started does not reopen an ended job', () => {
    expect(on(aJob.succeeded(), 'LOG', { attempt: 2 })).toMatchObject({
      outcome: 'unchanged',
      attempt: 1,
      late: true,
    });
  });
});

describe('an end', () => {
  it('closes the attempt and the job at the same time', () => {
    const job = after(aJob.running(), anEvent('SUCCEEDED', { receivedAt: 900 }));
    expect(job).toMatchObject({
      finishedAt: 900,
      lastEventAt: 900,
      latest: { kind: 'SUCCEEDED' },
      error: null,
    });
    expect(job.attempts).toEqual([anAttempt('SUCCEEDED', { endedAt: 900 })]);
  });

  it('without a start opens an attempt and closes it', () => {
    const job = after(aJob.submitted(), anEvent('ERROR', { message: 'no such dataset', receivedAt: 900 }));
    expect(job).toMatchObject({ startedAt: 900, error: { message: 'no such dataset', attempt: 1 } });
    expect(job.attempts).toEqual([
      anAttempt('FAILED', { startedAt: 900, endedAt: 900, error: 'no such dataset' }),
    ]);
  });

  it('that gives the job back keeps the error until an attempt succeeds', () => {
    const back = after(aJob.running(), anEvent('RESUBMITTED', { message: '(#1) timeout' }));
    expect(back).toMatchObject({ state: 'RESUBMITTED', finishedAt: null });
    expect(back.error).toEqual({ message: '(#1) timeout', attempt: 1 });
    const again = after(back, anEvent('STARTED'));
    expect(again.error).toEqual(back.error);
    expect(after(again, anEvent('SUCCEEDED'))).toMatchObject({ state: 'SUCCEEDED', error: null });
  });

  it('by done after skip is no second end', () => {
    expect(on(aJob.skipped(), 'SUCCEEDED')).toMatchObject({
      outcome: 'unchanged',
      reason: 'already_ended',
      attempt: 1,
      late: false,
    });
  });

  it('a second, different one is late and changes nothing', () => {
    expect(on(aJob.succeeded(), 'ERROR')).toMatchObject({ outcome: 'unchanged', attempt: 1, late: true });
  });

  it('of an ended attempt does not end the newer one', () => {
    const job = after(aJob.running(), anEvent('STARTED'));
    expect(on(job, 'SUCCEEDED', { attempt: 1 })).toMatchObject({ outcome: 'unchanged', job, late: true });
  });

  it('of the next attempt gives up the open one', () => {
    const result = on(aJob.running(), 'SUCCEEDED', { attempt: 2 });
    expect(result).toMatchObject({ attempt: 2, job: { state: 'SUCCEEDED', flags: new Set() } });
    expect(outcomes(result.job)).toEqual(['LOST', 'SUCCEEDED']);
  });

  it('clears the flag `ambiguous`', () => {
    const job = after(aJob.running(), anEvent('STARTED'), anEvent('SUCCEEDED'));
    expect(job.flags.has('ambiguous')).toBe(false);
  });

  it('that confirms a cancel without a request keeps its kind', () => {
    const job = after(aJob.running(), anEvent('SUCCEEDED', { confirmsCancel: true }));
    expect(job).toMatchObject({ state: 'SUCCEEDED', cancel: null });
  });
});

describe('a lane', () => {
  it('that gets the job sets its queue time', () => {
    expect(after(aJob.submitted(), anEvent('QUEUED', { receivedAt: 160 }))).toMatchObject({
      queuedAt: 160,
      lastEventAt: 160,
    });
  });

  it('that fails leaves the job held with the reason', () => {
    const job = after(aJob.queued(), anEvent('DISPATCH_FAILED', { message: 'broker away' }));
    const reason = aReason('dispatch_failed', 'broker away');
    expect(job).toMatchObject({
      state: 'SUBMITTED',
      queuedAt: null,
      reason,
      lastEventAt: 150,
    });
    expect(after(job, anEvent('QUEUED'))).toMatchObject({ state: 'QUEUED', reason: null });
  });

  it('that fails leaves a job waiting for its retry, with the reason', () => {
    const failed = anEvent('DISPATCH_FAILED', {
      reason: { code: 'message_vanished', facts: { queue: 'q' } },
    });
    const job = after(aJob.resubmitted(), failed);
    expect(job).toMatchObject({
      state: 'RESUBMITTED',
      reason: { code: 'message_vanished' },
      lastEventAt: 300,
    });
    const sent = anEvent('QUEUED', { reason: { code: 'message_sent_again', facts: { sentAt: 900 } } });
    expect(after(job, sent)).toMatchObject({ state: 'RESUBMITTED', reason: { code: 'message_sent_again' } });
    expect(after(job, anEvent('QUEUED')).reason).toBeNull();
  });

  it('that fails after a start keeps the queue time', () => {
    expect(after(aJob.queuedAgain(), anEvent('DISPATCH_FAILED')).queuedAt).toBe(150);
  });
});

describe('an event of the server', () => {
  it('is recorded under its attempt, or else the open one', () => {
    const job = after(aJob.resubmitted(), anEvent('STARTED'));
    expect(on(job, 'OUTPUT_REFUSED', { attempt: 1 })).toMatchObject({ outcome: 'unchanged', attempt: 1 });
    expect(on(job, 'OUTPUT_REFUSED', { attempt: 9 }).attempt).toBe(2);
    expect(on(job, 'OUTPUT_REFUSED').attempt).toBe(2);
    expect(on(aJob.succeeded(), 'OUTPUT_REFUSED').attempt).toBeNull();
  });
});

describe('a resubmission', () => {
  it('points to the new job, once', () => {
    const again = anEvent('RESUBMITTED_AS', { resubmittedAs: 'b' });
    const job = after(aJob.failed({ resubmittedAs: ['a'] }), again);
    expect(job.resubmittedAs).toEqual(['a', 'b']);
    expect(applyEvent(job, again, NOW)).toMatchObject({ outcome: 'unchanged', job });
  });

  it('without the new job changes nothing', () => {
    expect(on(aJob.failed(), 'RESUBMITTED_AS')).toMatchObject({
      outcome: 'unchanged',
      reason: 'nothing_to_do',
    });
  });
});

describe('time', () => {
  it('is when the server received the event, not when it recorded it', () => {
    expect(after(aJob.queued(), anEvent('STARTED', { receivedAt: 400 })).startedAt).toBe(400);
  });

  it.each([NOW + 1, Number.NaN, Infinity])('received at %d counts as now', (receivedAt) => {
    expect(after(aJob.queued(), anEvent('STARTED', { receivedAt })).startedAt).toBe(NOW);
  });

  it('never runs backwards within a job', () => {
    const job = after(aJob.running(), anEvent('SUCCEEDED', { receivedAt: 10 }));
    expect(job.attempts[0]).toMatchObject({ startedAt: 200, endedAt: 200 });
    expect(job).toMatchObject({ finishedAt: 200, lastEventAt: 200 });
  });

  it('of a start after an end is not before that end', () => {
    const job = after(aJob.lostWaiting(), anEvent('STARTED', { receivedAt: 260 }));
    expect(job.attempts[0]?.startedAt).toBe(300);
  });

  it('is the last known one if neither clock makes sense', () => {
    const started = anEvent('STARTED', { receivedAt: Number.NaN });
    expect(applyEvent(aJob.queued(), started, Number.NaN).job.startedAt).toBe(150);
  });
});
