import type { Instant, Reason } from '../job/job.ts';
import { reasonOf } from '../reason/reason-texts.ts';

/** An instance's time-limited right to one attempt; every report renews it. */
export interface Lease {
  readonly attempt: number;
  readonly expiresAt: Instant;
}

export interface LeaseTerms {
  /** How long a lease lasts without a report. */
  readonly leaseMs: number;
  /** How often a job is tried before the server gives up. */
  readonly maxAttempts: number;
}

/**
 * Whether a lease holds, or which event to apply to its job. It is one event, applied while the attempt is open: an
 * ERROR after an ATTEMPT_LOST would count as the end of another attempt.
 */
export type LeaseCheck =
  | { readonly result: 'held' }
  | (LeaseEvent & { readonly result: 'queue_again'; readonly kind: 'ATTEMPT_LOST' })
  | (LeaseEvent & { readonly result: 'give_up'; readonly kind: 'ERROR' });

interface LeaseEvent {
  readonly message: string;
  readonly reason: Pick<Reason, 'code' | 'facts'>;
}

/** When a lease granted or renewed at `now` runs out. */
export const leaseExpiry = (now: Instant, { leaseMs }: Pick<LeaseTerms, 'leaseMs'>): Instant => now + leaseMs;

/**
 * Whether a lease still holds, or else what to do with its job. A job with a cancel request is neither tried again nor
 * failed: its ATTEMPT_LOST ends it as CANCELLED.
 */
export const checkLease = (
  lease: Lease & { readonly cancelRequested: boolean },
  { maxAttempts }: Pick<LeaseTerms, 'maxAttempts'>,
  now: Instant,
): LeaseCheck => {
  if (lease.expiresAt > now) return { result: 'held' };
  if (lease.attempt < maxAttempts || lease.cancelRequested) {
    return {
      result: 'queue_again',
      kind: 'ATTEMPT_LOST',
      message: 'the lease ran out: no report came in time',
      reason: { code: 'attempt_lost', facts: { attempt: lease.attempt } },
    };
  }
  const message = `attempts used up: the lease of attempt ${lease.attempt} of ${maxAttempts} ran out`;
  const reason = reasonOf('attempts_used_up', { attempts: lease.attempt, maxAttempts });
  return { result: 'give_up', kind: 'ERROR', message, reason };
};
