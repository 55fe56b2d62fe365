import { describe, expect, it } from 'vitest';
import { after, outcomes } from './after.builder.ts';
import { anEvent } from './event.builder.ts';
import { aJob, anAttempt } from './job.builder.ts';

describe('an output', () => {
  it('that comes before any report opens the attempt, and the report of its start then joins it', () => {
    const opened = after(aJob.queued(), anEvent('OUTPUT_RECEIVED', { receivedAt: 400 }));
    expect(opened).toMatchObject({ state: 'RUNNING', startedAt: 400 });
    expect(opened.attempts).toEqual([anAttempt('RUNNING', { startedAt: 400, isPresumed: true })]);
    const started = anEvent('STARTED', { receivedAt: 500, instanceId: '81c2', extractorVersion: '2.0' });
    const joined = after(opened, started);
    expect(joined.attempts).toEqual([
      anAttempt('RUNNING', { startedAt: 400, instanceId: '81c2', extractorVersion: '2.0' }),
    ]);
    expect(joined).toMatchObject({ lastEventAt: 500, extractorVersion: '2.0', flags: new Set() });
  });

  it.each(['PROCESSING', 'STARTED'] as const)(
    'opens an attempt whose first report is %s, and a later start counts as another',
    (first) => {
      const job = after(aJob.queued(), anEvent('OUTPUT_RECEIVED'), anEvent(first), anEvent('STARTED'));
      expect(outcomes(job)).toEqual(['LOST', 'RUNNING']);
    },
  );

  it('reopens a job that has ended, since its message was delivered again', () => {
    const job = after(aJob.succeeded(), anEvent('OUTPUT_RECEIVED'));
    expect(job).toMatchObject({ state: 'RUNNING', finishedAt: null, flags: new Set(['reopened']) });
    expect(outcomes(job)).toEqual(['SUCCEEDED', 'RUNNING']);
  });

  it('of an attempt given up for lost opens that attempt again', () => {
    expect(outcomes(after(aJob.lost(), anEvent('OUTPUT_RECEIVED')))).toEqual(['RUNNING']);
  });
});

describe('an outage of ours', () => {
  it('puts a failed job back, with its attempts, its error and the reason', () => {
    const reason = { code: 'taken_back', facts: { outageMs: 6_000 } } as const;
    const job = after(aJob.failed(), anEvent('REVIVED', { message: 'no server answered', reason }));
    expect(job).toMatchObject({
      state: 'SUBMITTED',
      finishedAt: null,
      reason: { ...reason, text: 'no server answered' },
      error: { message: 'no space left', attempt: 1 },
      flags: new Set(['reopened']),
    });
    expect(outcomes(after(job, anEvent('QUEUED'), anEvent('STARTED')))).toEqual(['FAILED', 'RUNNING']);
  });
});
