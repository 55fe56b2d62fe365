import type { Instant } from '@pawprint/core';
import type { Transaction } from 'kysely';
import type { Objection } from '../../model/quarantined.ts';
import type { Delivery } from '../../model/report.ts';
import { appendEvents, insertJobs } from '../../store/jobs/append-events.ts';
import type { Schema } from '../../store/schema.ts';
import { readForBatch } from './batch-knowledge.ts';
import type { RecentNames } from './recent-names.ts';
import { type Taken, type Taking, takeDeliveries } from './take-deliveries.ts';

/** What becomes of the deliveries that cannot be used, in the transaction that stores the others. */
export type PutAside = (trx: Transaction<Schema>, refused: readonly Refused[], now: Instant) => Promise<void>;

export interface Refused extends Objection {
  readonly delivery: Delivery;
}

/** How deliveries are taken in: what stored them lately is remembered, what cannot be used is put aside. */
export interface Intake {
  readonly recent: RecentNames;
  readonly putAside: PutAside;
}

const refusedOf = (batch: readonly Delivery[], taken: readonly Taken[]): Refused[] =>
  taken.flatMap((each, n) => {
    const delivery = batch[n];
    return each.became === 'refused' && delivery !== undefined ? [{ ...each, delivery }] : [];
  });

/** Numbers events, so it comes last in the caller's transaction. */
export const storeDeliveries = async (
  trx: Transaction<Schema>,
  batch: readonly Delivery[],
  { recent, putAside }: Intake,
  now: Instant,
): Promise<Taking> => {
  const taking = takeDeliveries(batch, await readForBatch(trx, batch, now), recent, now);
  await putAside(trx, refusedOf(batch, taking.taken), now);
  await insertJobs(
    trx,
    taking.jobs.begun().map(({ change }) => change.before),
  );
  await appendEvents(
    trx,
    taking.jobs.all().map(({ change }) => change),
  );
  return taking;
};
