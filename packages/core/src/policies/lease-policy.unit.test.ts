import { describe, expect, it } from 'vitest';
import { applyEvent } from '../job/apply-event.ts';
import { anEvent } from '../job/event.builder.ts';
import { aJob } from '../job/job.builder.ts';
import type { JobProgress } from '../job/job.ts';
import { checkLease, type LeaseCheck, leaseExpiry } from './lease-policy.ts';

const TERMS = { leaseMs: 60, maxAttempts: 3 };

const lease = { attempt: 1, expiresAt: leaseExpiry(400, TERMS), cancelRequested: false };

const applied = (job: JobProgress, check: LeaseCheck): JobProgress | undefined =>
  check.result === 'held'
    ? undefined
    : applyEvent(job, anEvent(check.kind, { message: check.message, reason: check.reason }), 500).job;

describe('a lease', () => {
  it('holds until the end of its time', () => {
    expect(checkLease(lease, TERMS, 459)).toEqual({ result: 'held' });
    expect(checkLease(lease, TERMS, 460).result).toBe('queue_again');
  });

  it('that runs out queues the job again while attempts are left', () => {
    expect(applied(aJob.running(), checkLease({ ...lease, attempt: 2 }, TERMS, 500))).toMatchObject({
      state: 'QUEUED',
      reason: {
        code: 'attempt_lost',
        text: 'the lease ran out: no report came in time',
        facts: { attempt: 2 },
      },
      attempts: [{ outcome: 'LOST' }],
    });
  });

  it.each([3, 4])('of attempt %d of 3 that runs out ends the job FAILED, with the reason', (attempt) => {
    const check = checkLease({ ...lease, attempt }, TERMS, 500);
    const message = `attempts used up: the lease of attempt ${attempt} of 3 ran out`;
    const reason = { code: 'attempts_used_up', facts: { attempts: attempt, maxAttempts: 3 } };
    expect(check).toEqual({
      result: 'give_up',
      kind: 'ERROR',
      message,
      reason: expect.objectContaining(reason),
    });
    const job = applied(aJob.running(), check);
    expect(job).toMatchObject({ state: 'FAILED', error: { message }, reason });
    expect(job?.attempts).toHaveLength(1);
  });

  it.each([1, 3])('of attempt %d that runs out ends a job to be cancelled as CANCELLED', (attempt) => {
    const check = checkLease({ ...lease, attempt, cancelRequested: true }, TERMS, 500);
    expect(applied(aJob.cancelling(), check)).toMatchObject({ state: 'CANCELLED', error: null });
  });
});
