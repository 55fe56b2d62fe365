import type { Instant } from '@pawprint/core';
import type { Transaction } from 'kysely';
import { personBehind } from '../data/output.ts';
import type { Caller } from '../http/caller.ts';
import { type Refusal, refuse } from '../http/handler.ts';
import type { Schema } from '../store/schema.ts';
import { storableRecord } from '../store/storable.ts';
import { extractorsMeant } from './extractors-meant.ts';
import type { Order } from './order.ts';
import { submitJobs, type WantedJob } from './submit-job.ts';
import type { JobFacts } from './tracked-job.ts';

/** A job that was submitted by hand. */
export interface OrderedJob {
  readonly resourceId: string;
  readonly extractor: string;
  readonly jobId: string;
}

/** An order, by whom, and what of one dataset it is about. */
export interface PlacedOrder {
  readonly order: Order;
  readonly by: Caller;
  readonly datasetId: string;
  readonly resources: readonly JobFacts['resource'][];
}

const NOBODY_TAKES_IT = refuse('conflict', 'No extractor that is switched on takes this.');

const wantedJob = (
  { order, by, datasetId }: PlacedOrder,
  resource: JobFacts['resource'],
  extractor: string,
): WantedJob => ({
  extractor,
  resource,
  datasetId,
  cause: null,
  trigger: 'manual',
  submittedBy: personBehind(by),
  parameters: storableRecord(order.parameters ?? {}),
  resubmitOf: null,
  priority: order.priority ?? 0,
  occasion: null,
});

/** In the transaction that keeps the resources from going away; numbers events, so it comes last in it. */
export const submitOrder = async (
  trx: Transaction<Schema>,
  placed: PlacedOrder,
  now: Instant,
): Promise<readonly OrderedJob[] | Refusal> => {
  const extractorsOf = await extractorsMeant(trx, placed.order.extractor, placed.by);
  if (typeof extractorsOf !== 'function') return extractorsOf;
  const wanted = placed.resources.flatMap((resource) =>
    extractorsOf(resource).map((extractor) => wantedJob(placed, resource, extractor)),
  );
  if (wanted.length === 0 && placed.resources.length > 0) return NOBODY_TAKES_IT;
  const jobs = await submitJobs(trx, wanted, now);
  return jobs.map(({ facts: { id, extractor, resource } }) => ({
    resourceId: resource.id,
    extractor,
    jobId: id,
  }));
};
