import { describe, expect, it } from 'vitest';
import { applyEvent } from '../job/apply-event.ts';
import { anEvent } from '../job/event.builder.ts';
import { aJob } from '../job/job.builder.ts';
import type { JobProgress } from '../job/job.ts';
import { judgeLease, type LeaseVerdict, leaseExpiry } from './lease-policy.ts';

const TERMS = { leaseMs: 60, maxAttempts: 3 };

const lease = { attempt: 1, expiresAt: leaseExpiry(400, TERMS), cancelRequested: false };

const applied = (job: JobProgress, verdict: LeaseVerdict): JobProgress | undefined =>
  verdict.verdict === 'held'
    ? undefined
    : applyEvent(job, anEvent(verdict.kind, { message: verdict.message }), 500).job;

describe('a lease', () => {
  it('is held until the very end of its time', () => {
    expect(judgeLease(lease, TERMS, 459)).toEqual({ verdict: 'held' });
    expect(judgeLease(lease, TERMS, 460).verdict).toBe('queue_again');
  });

  it('that runs out queues the job again while attempts are left', () => {
    expect(applied(aJob.running(), judgeLease({ ...lease, attempt: 2 }, TERMS, 500))).toMatchObject({
      state: 'QUEUED',
      reason: 'the lease ran out: nothing was heard in time',
      attempts: [{ outcome: 'LOST' }],
    });
  });

  it.each([3, 4])('of attempt %d of 3 that runs out ends the job FAILED, with the reason', (attempt) => {
    const verdict = judgeLease({ ...lease, attempt }, TERMS, 500);
    const message = `attempts used up: the lease of attempt ${attempt} of 3 ran out`;
    expect(verdict).toEqual({ verdict: 'give_up', kind: 'ERROR', message });
    const job = applied(aJob.running(), verdict);
    expect(job).toMatchObject({ state: 'FAILED', error: { message } });
    expect(job?.attempts).toHaveLength(1);
  });

  it.each([1, 3])('of attempt %d that runs out ends a job to be cancelled as CANCELLED', (attempt) => {
    const verdict = judgeLease({ ...lease, attempt, cancelRequested: true }, TERMS, 500);
    expect(applied(aJob.cancelling(), verdict)).toMatchObject({ state: 'CANCELLED', error: null });
  });
});
