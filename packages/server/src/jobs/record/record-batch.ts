import type { Instant, LeaseTerms } from '@pawprint/core';
import type { AttemptLease } from '../../model/job.ts';
import type { IncomingReport } from '../../model/report.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import { appendEvents, insertJobs } from '../../store/jobs/append-events.ts';
import { renewLeases } from '../../store/jobs/leases.ts';
import { applyDelivery } from './apply-delivery.ts';
import { applyLeaseReports, leaseOutcome } from './apply-lease-reports.ts';
import type { Batch, Outcome } from './batch.ts';
import { readBatchContext } from './batch-context.ts';
import { type BatchJobs, createBatchJobs } from './batch-jobs.ts';
import { createKnownEvents, type RecentKeys } from './known-events.ts';

export interface BatchTerms {
  /** Keys of reports without an id of their own that were stored lately. */
  readonly recent: RecentKeys;
  readonly terms: LeaseTerms;
  readonly now: Instant;
  /** Whether another server stored the reports before these, and may have got the same ones. */
  readonly isTakeover: boolean;
}

/** What a batch of reports made of the jobs it is about; nothing of it is written yet. */
export interface AppliedBatch {
  /** One for each item, in their order. */
  readonly outcomes: readonly Outcome[];
  readonly jobs: BatchJobs;
  /** Of reports without an id of their own: to be remembered once they are stored. */
  readonly contentKeys: ReadonlySet<string>;
}

/** Locks the jobs that a batch is about and applies its reports to them, in the order of arrival. */
export const applyBatch = async (
  trx: DatabaseTransaction,
  items: readonly IncomingReport[],
  { recent, terms, now, isTakeover }: BatchTerms,
): Promise<AppliedBatch> => {
  const context = await readBatchContext(trx, items, { now, isTakeover });
  const jobs = createBatchJobs(context.jobs, context.lastKinds);
  const events = createKnownEvents(context.knownEvents, recent, isTakeover);
  const batch: Batch = { context, jobs, events, terms, now };
  const outcomes = items.map((item) => applyItem(batch, item)).map((outcome) => outcome());
  return { outcomes, jobs, contentKeys: events.contentKeys() };
};

/** Whether a lease still holds is known only once all reports of its job are applied: so the outcome comes later. */
const applyItem = (batch: Batch, item: IncomingReport): (() => Outcome) => {
  if ('leaseId' in item) {
    applyLeaseReports(batch, item);
    return () => leaseOutcome(batch, item);
  }
  const outcome = applyDelivery(batch, item);
  return () => outcome;
};

const leasesIn = (outcomes: readonly Outcome[]): AttemptLease[] =>
  outcomes.flatMap((outcome) =>
    typeof outcome === 'string' || !('lease' in outcome) || outcome.lease === null ? [] : [outcome.lease],
  );

/** Writes what a batch made of its jobs. It numbers events, so it comes last in the caller's transaction. */
export const storeBatch = async (
  trx: DatabaseTransaction,
  { outcomes, jobs }: AppliedBatch,
): Promise<void> => {
  await insertJobs(
    trx,
    jobs.added().map(({ change }) => change.before),
  );
  await renewLeases(trx, leasesIn(outcomes));
  await appendEvents(
    trx,
    jobs.all().map(({ change }) => change),
  );
};
