import type { Instant } from '../job/job.ts';

/** A claim's hold on one attempt; every report renews it. */
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
 * What to do about a lease. `kind` and `message` make the one event to apply to the job, while the
 * attempt is open: ERROR after ATTEMPT_LOST would count as the end of yet another attempt.
 */
export type LeaseVerdict =
  | { readonly verdict: 'held' }
  | { readonly verdict: 'queue_again'; readonly kind: 'ATTEMPT_LOST'; readonly message: string }
  | { readonly verdict: 'give_up'; readonly kind: 'ERROR'; readonly message: string };

/** When a lease granted or renewed at `now` runs out. */
export const leaseExpiry = (now: Instant, { leaseMs }: Pick<LeaseTerms, 'leaseMs'>): Instant => now + leaseMs;

export const hasRunOut = ({ expiresAt }: Pick<Lease, 'expiresAt'>, now: Instant): boolean => expiresAt <= now;

/**
 * A job whose cancel was asked for is never tried again nor called failed: its ATTEMPT_LOST ends it
 * as CANCELLED.
 */
export const judgeLease = (
  lease: Lease & { readonly cancelRequested: boolean },
  { maxAttempts }: Pick<LeaseTerms, 'maxAttempts'>,
  now: Instant,
): LeaseVerdict => {
  if (!hasRunOut(lease, now)) return { verdict: 'held' };
  if (lease.attempt < maxAttempts || lease.cancelRequested) {
    return {
      verdict: 'queue_again',
      kind: 'ATTEMPT_LOST',
      message: 'the lease ran out: nothing was heard in time',
    };
  }
  const message = `attempts used up: the lease of attempt ${lease.attempt} of ${maxAttempts} ran out`;
  return { verdict: 'give_up', kind: 'ERROR', message };
};
