import type { Instant } from '@pawprint/core';
import { v7 } from 'uuid';
import type { Quarantined } from '../../model/quarantined.ts';
import type { Delivery } from '../../model/report.ts';
import { isRefusedData } from '../../store/database.ts';
import { putInQuarantine } from '../../store/quarantine/put-in-quarantine.ts';
import type { JobPorts } from '../ports.ts';
import { recentNames } from './recent-names.ts';
import { type PutAside, type Refused, storeDeliveries } from './store-deliveries.ts';
import type { Taken } from './take-deliveries.ts';
import { mayBeRepeat } from './told-events.ts';

export type DeliveryPorts = Pick<JobPorts, 'db' | 'now'>;

const quarantined = ({ reason, detail, delivery }: Refused, now: Instant, n: number): Quarantined => ({
  id: v7({ msecs: now, seq: n }),
  source: 'report',
  reason,
  detail,
  receivedAt: now,
  raw: delivery,
  isRepeat: mayBeRepeat(delivery),
});

const quarantine: PutAside = (trx, refused, now) =>
  putInQuarantine(
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

/** Answers what became of each delivery, in order. */
export type RecordDeliveries = (batch: readonly Delivery[]) => Promise<readonly Taken[]>;

/** One transaction. A report whose very data the database refuses is searched for by halves, and put aside. */
const recorder = (ports: DeliveryPorts): RecordDeliveries => {
  const recent = recentNames(REMEMBERED);
  const intake = { recent, putAside: quarantine };
  const record: RecordDeliveries = async (batch) => {
    try {
      const now = ports.now();
      const { taken, names } = await ports.db
        .transaction()
        .execute((trx) => storeDeliveries(trx, batch, intake, now));
      recent.add(names);
      return taken;
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

/**
 * Stores what extractors reported, of every job in the order in which it arrived: thousands of deliveries of any number of
 * jobs. What cannot be used goes into quarantine. Rejects where the database cannot be reached: then some of it may be
 * stored all the same, which is known again when the same deliveries are handed in once more.
 */
export const createDeliveryRecorder = (ports: DeliveryPorts): RecordDeliveries => {
  const record = recorder(ports);
  const inDoubt = new WeakSet<Delivery>();
  return async (batch) => {
    try {
      return await record(batch.map((each) => (inDoubt.has(each) ? { ...each, redelivered: true } : each)));
    } catch (error) {
      for (const delivery of batch) inDoubt.add(delivery);
      throw error;
    }
  };
};
