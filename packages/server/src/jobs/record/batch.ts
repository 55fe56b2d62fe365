import type { Instant, LeaseTerms } from '@pawprint/core';
import type { AttemptLease } from '../../model/job.ts';
import type { QuarantineReason } from '../../model/quarantined.ts';
import type { BatchContext } from './batch-context.ts';
import type { BatchJobs } from './batch-jobs.ts';
import type { KnownEvents } from './known-events.ts';

/** Reports that are stored together, while they are applied in the order of arrival. */
export interface Batch {
  readonly context: BatchContext;
  readonly jobs: BatchJobs;
  readonly events: KnownEvents;
  readonly terms: LeaseTerms;
  readonly now: Instant;
}

/** What became of a delivery. */
export type DeliveryOutcome =
  | { readonly outcome: 'recorded' | 'repeated'; readonly jobId: string }
  | ({ readonly outcome: 'refused' } & QuarantineReason);

/** The state of a lease after its holder's reports were applied. */
export interface LeaseState {
  /** Null once the attempt is over: it ended, or its lease ran out and the job went on without it. */
  readonly lease: AttemptLease | null;
  readonly cancelRequested: boolean;
}

export type LeaseOutcome = LeaseState | 'job_unknown' | 'lease_unknown';

export type Outcome = DeliveryOutcome | LeaseOutcome;
