import { type Instant, redactKeys } from '@pawprint/core';
import type { Transaction } from 'kysely';
import { v7 } from 'uuid';
import { isRefusedData } from '../store/is-refused-data.ts';
import { appendEvents } from '../store/jobs/append-events.ts';
import { insertJobs } from '../store/jobs/insert-jobs.ts';
import { insertQuarantined } from '../store/quarantine/insert-quarantined.ts';
import type { Schema } from '../store/schema.ts';
import { readForBatch } from './batch-knowledge.ts';
import type { Delivery } from './delivery.ts';
import type { TrackingPorts } from './ports.ts';
import type { Objection, Quarantined } from './quarantine.ts';
import { type Taken, takeDeliveries } from './take-deliveries.ts';

export type DeliveryPorts = Pick<TrackingPorts, 'db' | 'now'>;

/** What becomes of the deliveries that cannot be used, in the transaction that stores the others. */
export type PutAside = (trx: Transaction<Schema>, refused: readonly Refused[], now: Instant) => Promise<void>;

export interface Refused extends Objection {
  readonly delivery: Delivery;
}

/** Numbers events, so it comes last in the caller's transaction. */
export const storeDeliveries = async (
  trx: Transaction<Schema>,
  batch: readonly Delivery[],
  now: Instant,
  putAside: PutAside,
): Promise<readonly Taken[]> => {
  const { taken, jobs } = takeDeliveries(batch, await readForBatch(trx, batch, now), now);
  await putAside(
    trx,
    taken.flatMap((each, n) => {
      const delivery = batch[n];
      return each.became === 'refused' && delivery !== undefined ? [{ ...each, delivery }] : [];
    }),
    now,
  );
  await insertJobs(
    trx,
    jobs.begun().map(({ change }) => change.before),
  );
  await appendEvents(
    trx,
    jobs.all().map(({ change }) => change),
  );
  return taken;
};

/** An error's words may quote what it was about. */
const quarantined = ({ reason, detail, delivery }: Refused, now: Instant, n: number): Quarantined => ({
  id: v7({ msecs: now, seq: n }),
  source: 'report',
  reason,
  detail: redactKeys(detail),
  receivedAt: now,
  raw: delivery,
});

const quarantine: PutAside = (trx, refused, now) =>
  insertQuarantined(
    trx,
    refused.map((each, n) => quarantined(each, now, n)),
  );

const quarantineCulprit = async (
  { db, now }: DeliveryPorts,
  delivery: Delivery,
  error: Error,
): Promise<Taken> => {
  const refused = { reason: 'store_failed', detail: error.message, delivery };
  await db.transaction().execute((trx) => quarantine(trx, [refused], now()));
  return { became: 'refused', reason: refused.reason, detail: refused.detail };
};

/**
 * Stores what extractors reported, in the order in which it arrived: one transaction for the whole batch (up to 500
 * deliveries of any number of jobs). What cannot be used goes into quarantine. A report whose very data the database
 * refuses is searched for by halves, and goes there too; rejects where the database cannot be reached, and then nothing
 * of the batch (or of its second half) is stored.
 */
export const recordDeliveries = async (
  ports: DeliveryPorts,
  batch: readonly Delivery[],
): Promise<readonly Taken[]> => {
  try {
    const now = ports.now();
    return await ports.db.transaction().execute((trx) => storeDeliveries(trx, batch, now, quarantine));
  } catch (error) {
    const [culprit] = batch;
    if (!isRefusedData(error) || culprit === undefined) throw error;
    if (batch.length === 1) return [await quarantineCulprit(ports, culprit, error)];
    const half = Math.ceil(batch.length / 2);
    const first = await recordDeliveries(ports, batch.slice(0, half));
    return [...first, ...(await recordDeliveries(ports, batch.slice(half)))];
  }
};
