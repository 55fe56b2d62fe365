import { createBatchQueue } from '@pawprint/async';
import type { Instant } from '@pawprint/core';
import { LRUCache } from 'lru-cache';
import { v7 } from 'uuid';
import type { Quarantined, QuarantineReason } from '../../model/quarantined.ts';
import type { Delivery, IncomingReport, LeaseReports } from '../../model/report.ts';
import { isRefusedData, limitIdleTime, repeatRolledBack } from '../../store/database.ts';
import { takeOverReports } from '../../store/jobs/report-matches.ts';
import { putInQuarantine } from '../../store/quarantine/put-in-quarantine.ts';
import type { JobPorts } from '../ports.ts';
import type { DeliveryOutcome, LeaseOutcome, Outcome } from './batch.ts';
import { mayBeRepeat, type RecentKeys } from './known-events.ts';
import { applyBatch, storeBatch } from './record-batch.ts';

/** Of a backlog: in smaller batches their fixed cost outweighs their rows; larger ones take long to store. */
export const REPORT_BATCH_SIZE = 2_000;

/** Enough for the reports of some seconds. Older reports of the same content carry another time. */
const REMEMBERED_KEYS = 10_000;

/** The one way from status reports to rows, for both lanes. */
export interface ReportRecorder {
  /**
   * Stores what extractors reported over RabbitMQ, in the order of arrival within each job; unusable deliveries go into
   * quarantine. Rejects when the database cannot be reached: then some of the batch may be stored, and is recognised
   * when the same deliveries are recorded again.
   */
  readonly recordDeliveries: (deliveries: readonly Delivery[]) => Promise<readonly DeliveryOutcome[]>;
  /** Stores what a lease holder reported over HTTP, and renews its lease; without reports it only renews. */
  readonly recordLeaseReports: (reports: LeaseReports) => Promise<LeaseOutcome>;
}

interface Ports extends Pick<JobPorts, 'db' | 'now' | 'terms'> {
  /** Called after each transaction that stored reports. */
  readonly onRecorded?: (reports: number, ms: number) => void;
}

/** What a recorder knows of the batches before. */
interface Known {
  /** Of this server, among those that read the reply queue. */
  readonly readerId: string;
  readonly recent: RecentKeys;
}

/** An item whose data the database refuses, alone in its batch. */
interface Failed {
  readonly outcome: 'failed';
  readonly error: Error;
}

/** Reports of both lanes share one queue: one transaction numbers events at a time, so a commit's cost is shared by all. */
export const createReportRecorder = (ports: Ports): ReportRecorder => {
  const known: Known = { readerId: v7(), recent: new LRUCache({ max: REMEMBERED_KEYS }) };
  /** Deliveries of a batch that failed: it may be stored all the same. */
  const inDoubt = new WeakSet<Delivery>();

  const recordAll = async (items: readonly IncomingReport[]): Promise<readonly (Outcome | Failed)[]> => {
    try {
      return await recordIsolating(ports, items.map(markDoubtful(inDoubt)), known);
    } catch (error) {
      for (const item of items) if (!('leaseId' in item)) inDoubt.add(item);
      throw error;
    }
  };
  const enqueue = createBatchQueue({ most: REPORT_BATCH_SIZE, sizeOf: countReports, run: recordAll });
  return {
    recordDeliveries: async (deliveries) => (await enqueue(deliveries)).map(expectDeliveryOutcome),
    recordLeaseReports: async (reports) => expectLeaseOutcome((await enqueue([reports]))[0]),
  };
};

const countReports = (item: IncomingReport): number => ('leaseId' in item ? item.reports.length : 1);

const markDoubtful =
  (inDoubt: WeakSet<Delivery>) =>
  (item: IncomingReport): IncomingReport =>
    !('leaseId' in item) && inDoubt.has(item) ? { ...item, redelivered: true } : item;

/**
 * Records a batch in one transaction. If the database refuses the data of some item, the batch is halved until that item
 * is alone: it must not keep the others from being stored.
 */
const recordIsolating = async (
  ports: Ports,
  items: readonly IncomingReport[],
  known: Known,
): Promise<readonly (Outcome | Failed)[]> => {
  try {
    return await recordAgain(ports, items, known);
  } catch (error) {
    const [item] = items;
    if (!isRefusedData(error) || item === undefined) throw error;
    if (items.length === 1) return [await setAside(ports, item, error)];
    const half = Math.ceil(items.length / 2);
    return [
      ...(await recordIsolating(ports, items.slice(0, half), known)),
      ...(await recordIsolating(ports, items.slice(half), known)),
    ];
  }
};

/**
 * Repeats a transaction that was rolled back because of others: it is of many clients, which would all have to send their
 * reports again. After another failure it may be stored all the same, or would fail again: that is for whoever sent the
 * reports.
 */
const recordAgain = (
  ports: Ports,
  items: readonly IncomingReport[],
  known: Known,
): Promise<readonly Outcome[]> => repeatRolledBack(() => recordInOneTransaction(ports, items, known));

const recordInOneTransaction = async (
  { db, now, terms, onRecorded }: Ports,
  items: readonly IncomingReport[],
  { recent, readerId }: Known,
): Promise<readonly Outcome[]> => {
  const [at, start] = [now(), performance.now()];
  const { outcomes, contentKeys } = await db.transaction().execute(async (trx) => {
    // If this server hangs, the next one that reads the reply queue gets the same deliveries, and needs the same jobs.
    const areDelivered = items.some((item) => !('leaseId' in item));
    if (areDelivered) await limitIdleTime(trx);
    const isTakeover = areDelivered && (await takeOverReports(trx, readerId));
    const batch = await applyBatch(trx, items, { recent, terms, now: at, isTakeover });
    await putInQuarantine(trx, refusedAmong(items, batch.outcomes, at));
    await storeBatch(trx, batch);
    return batch;
  });
  for (const key of contentKeys) recent.set(key, true);
  const reports = items.reduce((sum, item) => sum + countReports(item), 0);
  onRecorded?.(reports, performance.now() - start);
  return outcomes;
};

const refusedAmong = (
  items: readonly IncomingReport[],
  outcomes: readonly Outcome[],
  now: Instant,
): Quarantined[] =>
  outcomes.flatMap((outcome, n) => {
    const item = items[n];
    if (item === undefined || 'leaseId' in item) return [];
    if (typeof outcome === 'string' || !('reason' in outcome)) return [];
    return [quarantined(item, outcome, now, n)];
  });

const quarantined = (
  delivery: Delivery,
  { reason, detail }: QuarantineReason,
  now: Instant,
  n: number,
): Quarantined => ({
  id: v7({ msecs: now, seq: n }),
  source: 'report',
  reason,
  detail,
  receivedAt: now,
  raw: delivery,
  isRepeat: mayBeRepeat(delivery),
});

/** A delivery can wait in quarantine; a caller over HTTP gets the error. */
const setAside = async (
  { db, now }: Ports,
  item: IncomingReport,
  error: Error,
): Promise<Outcome | Failed> => {
  if ('leaseId' in item) return { outcome: 'failed', error };
  const reason = { reason: 'store_failed', detail: error.message };
  await db.transaction().execute((trx) => putInQuarantine(trx, [quarantined(item, reason, now(), 0)]));
  return { outcome: 'refused', ...reason };
};

const expectDeliveryOutcome = (outcome: Outcome | Failed): DeliveryOutcome => {
  if (typeof outcome === 'string' || 'lease' in outcome || outcome.outcome === 'failed')
    throw new TypeError('a delivery has the outcome of a delivery');
  return outcome;
};

const expectLeaseOutcome = (outcome: Outcome | Failed | undefined): LeaseOutcome => {
  if (outcome === 'job_unknown' || outcome === 'lease_unknown') return outcome;
  if (outcome !== undefined && 'lease' in outcome) return outcome;
  if (outcome?.outcome === 'failed') throw outcome.error;
  throw new TypeError('lease reports have the outcome of lease reports');
};
