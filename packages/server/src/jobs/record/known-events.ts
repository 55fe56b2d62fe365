import { v7, validate } from 'uuid';
import { contentId, type Delivery } from '../../model/report.ts';
import { eventKey } from '../../store/jobs/report-matches.ts';

/** Keys of what was stored lately: `has` and nothing else is asked of it while a batch is applied. */
export interface RecentKeys {
  has(key: string): boolean;
  set(key: string, value: true): unknown;
}

/**
 * What identifies a delivered report within a job: the id its sender gave it, else one that follows from its content.
 *
 * @param jobId a UUID
 */
export const reportIdIn = (jobId: string, { parsed, body, named }: Delivery): string => {
  if (named?.jobId === jobId) return named.id;
  return (parsed.ok ? parsed.status.reportId : null) ?? contentId(jobId, body);
};

/**
 * Whether the database must be asked for a stored report of the same id: this delivery may have been stored before, or
 * it carries no time, so that an equal report may have been stored too long ago to be remembered.
 */
export const mayBeStored = ({ parsed, redelivered }: Delivery): boolean =>
  redelivered || (parsed.ok && (parsed.status.reportId !== null || parsed.status.reported === null));

/**
 * Whether this report may be stored although the broker does not deliver it again: another server stored the reports before
 * these, and may have got the same ones. One without a time may be equal to what was sent long before.
 */
export const mayBeTakenOver = ({ parsed }: Delivery): boolean => parsed.ok && parsed.status.reported !== null;

/** Whether an equal report is the same report: the broker delivered it again, or its sender gave it an id. */
export const mayBeRepeat = ({ parsed, redelivered }: Delivery): boolean =>
  redelivered || (parsed.ok && parsed.status.reportId !== null);

/**
 * Recognises repeats, of earlier batches and within this one. Two deliveries of equal content are two reports, unless
 * the broker delivers one for the second time; two reports of the same id are one.
 */
export interface KnownEvents {
  /** False where the job has the event already; else it counts as known from now on. */
  add(jobId: string, id: string): boolean;
  /** The job among these that has this report already; undefined where it is new to all. */
  repeatIn(jobIds: () => readonly string[], delivery: Delivery): string | undefined;
  /** Counts a new report as known and answers the id to store it under. */
  addDelivery(jobId: string, delivery: Delivery): string;
  /** Keys of all that `addDelivery` has added. */
  contentKeys(): ReadonlySet<string>;
}

/**
 * @param stored keys of stored events, as far as they were looked up
 * @param isTakeover whether another server stored the reports before this batch
 */
export const createKnownEvents = (
  stored: ReadonlySet<string>,
  recent: RecentKeys,
  isTakeover: boolean,
): KnownEvents => {
  const added = new Set<string>();
  const contentKeys = new Set<string>();
  const isKnown = (key: string): boolean => stored.has(key) || added.has(key);
  const isStored = (key: string): boolean => stored.has(key);
  /** Two deliveries of one batch are the same report only where one of them is a repeat by itself. */
  const comparisonFor = (delivery: Delivery): ((key: string) => boolean) | undefined => {
    if (mayBeRepeat(delivery)) return isKnown;
    return isTakeover && mayBeTakenOver(delivery) ? isStored : undefined;
  };
  return {
    add(jobId, id) {
      const key = eventKey({ jobId, id });
      if (isKnown(key)) return false;
      added.add(key);
      return true;
    },
    repeatIn(jobIds, delivery) {
      const isSame = comparisonFor(delivery);
      if (isSame === undefined) return undefined;
      return jobIds().find(
        (jobId) => validate(jobId) && isSame(eventKey({ jobId, id: reportIdIn(jobId, delivery) })),
      );
    },
    addDelivery(jobId, delivery) {
      const id = reportIdIn(jobId, delivery);
      const key = eventKey({ jobId, id });
      // Another report of equal content: it needs an id of its own.
      if (isKnown(key) || recent.has(key)) return v7();
      added.add(key);
      contentKeys.add(key);
      return id;
    },
    contentKeys: () => contentKeys,
  };
};
