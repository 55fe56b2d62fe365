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
import { type RecentNames, recentNames } from './recent-names.ts';
import { type Taken, type Taking, takeDeliveries } from './take-deliveries.ts';

export type DeliveryPorts = Pick<TrackingPorts, 'db' | 'now'>;

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

/** Enough for what comes in seconds: older ones of the same content have another time in them. */
const REMEMBERED = 10_000;

export type RecordDeliveries = (batch: readonly Delivery[]) => Promise<readonly Taken[]>;

/**
 * Stores what extractors reported, in the order in which it arrived: one transaction for the whole batch (up to 500
 * deliveries of any number of jobs). What cannot be used goes into quarantine. A report whose very data the database
 * refuses is searched for by halves, and goes there too; rejects where the database cannot be reached, and then nothing
 * of the batch (or of its second half) is stored.
 */
export const createDeliveryRecorder = (ports: DeliveryPorts): RecordDeliveries => {
  const recent = recentNames(REMEMBERED);
  const intake = { recent, putAside: quarantine };
  const store = async (batch: readonly Delivery[]): Promise<readonly Taken[]> => {
    const now = ports.now();
    const { taken, names } = await ports.db
      .transaction()
      .execute((trx) => storeDeliveries(trx, batch, intake, now));
    recent.add(names);
    return taken;
  };
  const record: RecordDeliveries = async (batch) => {
    try {
      return await store(batch);
    } catch (error) {
      const [culprit] = batch;
      if (!isRefusedData(error) || culprit === undefined) throw error;
      if (batch.length === 1) return [await quarantineCulprit(ports, culprit, error)];
      const half = Math.ceil(batch.length / 2);
      return [...(await record(batch.slice(0, half))), ...(await record(batch.slice(half)))];
    }
  };
  return record;
};
