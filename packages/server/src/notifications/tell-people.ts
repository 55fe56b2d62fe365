import type { Instant } from '@pawprint/core';
import { v7 } from 'uuid';
import type { Rights } from '../access/rights.ts';
import { findUserCaller } from '../access/users.ts';
import type { UserCaller } from '../model/caller.ts';
import { addCounts, type Counts, type Notification, totalOf } from '../model/notification.ts';
import { endsByItself, type Watch } from '../model/watch.ts';
import type { Database, DatabaseTransaction } from '../store/database.ts';
import { selectGranted } from '../store/granted.ts';
import { enqueueDeliveries } from '../store/notifications/deliveries.ts';
import {
  countFound,
  dropWatchedJobs,
  type Found,
  type NamedJob,
  readChangedPage,
  readNamedJobs,
  readOverWatches,
  readToldSeq,
  recordFound,
  writeToldSeq,
} from '../store/notifications/found-outcomes.ts';
import { lockUnread, writeNotification } from '../store/notifications/notifications.ts';
import {
  endWatches,
  isAnythingWatched,
  readWatches,
  tryLockWatches,
  writePending,
} from '../store/notifications/watches.ts';

export interface TellPorts extends Rights {
  readonly db: Database;
}

/** So many jobs are looked at in one transaction. */
export const PAGE_SIZE = 1_000;

/**
 * Tells people of the watched jobs that have changed since the last time, page by page. What is found, the notifications
 * and the place up to which was read are written in one transaction: a server that is killed leaves a page undone or done,
 * so each thing is told once. Reads nothing while nothing is watched.
 */
export const tellPeople = async (ports: TellPorts, now: Instant, stopped?: AbortSignal): Promise<void> => {
  if (!(await isAnythingWatched(ports.db))) return;
  while (stopped?.aborted !== true && (await tellOfPage(ports, now)));
};

/** False after the last page, and where another server does the same. */
const tellOfPage = (ports: TellPorts, now: Instant): Promise<boolean> =>
  ports.db.transaction().execute(async (trx) => {
    if (!(await tryLockWatches(trx))) return false;
    const after = await readToldSeq(trx);
    const { upTo, isLast } = await readChangedPage(trx, after, PAGE_SIZE);
    if (upTo === undefined) return false;
    const found = byWatch(await recordFound(trx, { after, upTo }, now));
    for (const watch of await readWatches(trx, [...found.keys()]))
      await tellOfFound(ports, trx, { watch, found: found.get(watch.id) ?? [] }, now);
    // Before the last page, other jobs of a watch may have ended that were not found yet.
    if (isLast) await tellOfEnds(ports, trx, now);
    await writeToldSeq(trx, upTo);
    return !isLast;
  });

const byWatch = (all: readonly Found[]): ReadonlyMap<string, readonly Found[]> => {
  const found = new Map<string, Found[]>();
  for (const one of all) {
    const others = found.get(one.watchId);
    if (others) others.push(one);
    else found.set(one.watchId, [one]);
  }
  return found;
};

interface News {
  readonly watch: Watch;
  readonly found: readonly Found[];
}

const tellOfFound = async (
  ports: TellPorts,
  trx: DatabaseTransaction,
  { watch, found }: News,
  now: Instant,
): Promise<void> => {
  const seen = await selectSeen(ports, trx, watch, found, now);
  const pending = addCounts(watch.pending, countsOf(seen));
  const trouble = seen.filter(
    (one) =>
      (watch.outcomes.includes('failed') && isFailure(one)) ||
      (watch.outcomes.includes('stuck') && one.outcome === 'STALLED'),
  );
  const isTold = trouble.length > 0;
  if (isTold)
    await notify(trx, { ...watch, pending }, { jobs: trouble, isOver: false, isAddition: false }, now);
  await writePending(trx, watch.id, isTold ? TOLD : pending);
};

/** Nothing is left to be told but perhaps that all are over. */
const TOLD: Counts = { SUCCEEDED: 0 };

const tellOfEnds = async (ports: TellPorts, trx: DatabaseTransaction, now: Instant): Promise<void> => {
  const over = await readWatches(trx, [...(await readOverWatches(trx))]);
  for (const watch of over) {
    const isWanted = watch.outcomes.includes('done');
    if ((isWanted || endsByItself(watch)) && (await seesSubject(ports, trx, watch, now))) {
      const jobs = endsByItself(watch) ? await readNamedJobs(trx, watch.id, MOST_JOBS_NAMED) : [];
      await notify(trx, watch, { jobs, isOver: true, isAddition: !isWanted }, now);
    }
    await writePending(trx, watch.id, {});
  }
  await endWatches(
    trx,
    over.filter(endsByItself).map(({ id }) => id),
    now,
  );
};

/** Of several jobs, those that the person does not see were left out when they were found. */
const seesSubject = async (
  { hasRight }: TellPorts,
  trx: DatabaseTransaction,
  { userId, subject: { type, id } }: Watch,
  now: Instant,
): Promise<boolean> => {
  const person = await findUserCaller(trx, userId, now);
  if (person === undefined || type === 'jobs') return person !== undefined;
  if (type === 'extractor') return hasRight(person, 'see', { type, name: id });
  return type !== 'operation' && hasRight(person, 'see', { type, id });
};

const isFailure = ({ outcome }: Found): boolean => outcome === 'FAILED' || outcome === 'LOST';

const countsOf = (found: readonly Found[]): Counts =>
  found.reduce<Counts>((counts, { outcome }) => addCounts(counts, { [outcome]: 1 }), {});

/** What the person still sees; of the rest, and where they have no account any more, they are told nothing. */
const selectSeen = async (
  ports: TellPorts,
  trx: DatabaseTransaction,
  watch: Watch,
  found: readonly Found[],
  now: Instant,
): Promise<readonly Found[]> => {
  const person = await findUserCaller(trx, watch.userId, now);
  const isVisible = person && (await readVisible(ports, trx, person, watch, found));
  const seen = found.filter((one) => isVisible?.(one));
  const hidden = found.filter((one) => !isVisible?.(one));
  await dropWatchedJobs(
    trx,
    watch.id,
    hidden.map(({ jobId }) => jobId),
  );
  return seen;
};

const readVisible = async (
  { grantOf, hasRight }: TellPorts,
  trx: DatabaseTransaction,
  person: UserCaller,
  { subject }: Watch,
  found: readonly Found[],
): Promise<((one: Found) => boolean) | undefined> => {
  if (subject.type === 'extractor') {
    const extractor = { type: 'extractor', name: subject.id } as const;
    if (!(await hasRight(person, 'see', extractor))) return undefined;
  }
  const grant = grantOf(person, 'see');
  if (grant.of === 'all') return () => true;
  const ids = [...new Set(found.flatMap(({ datasetId }) => datasetId ?? []))];
  const granted = await selectGranted(trx, grant, 'datasets', ids);
  return ({ datasetId }) => datasetId !== null && granted.has(datasetId);
};

/** For so long what is found is added to a notification that was not read. */
const JOINED_FOR_MS = 24 * 60 * 60 * 1_000;

/** A query that lists the jobs has room for so many. */
const MOST_JOBS_NAMED = 40;

interface Message {
  /** To which the notification leads. */
  readonly jobs: readonly NamedJob[];
  readonly isOver: boolean;
  /** It is only said in a notification that there is, and is none of its own. */
  readonly isAddition: boolean;
}

/**
 * Adds what is pending to the notification that was not read, or makes one. Of a watch that ends by itself it counts all
 * jobs, also those that were told of before.
 */
const notify = async (
  trx: DatabaseTransaction,
  watch: Watch,
  { jobs, isOver, isAddition }: Message,
  now: Instant,
): Promise<void> => {
  const unread = await lockUnread(trx, watch.id, now - JOINED_FOR_MS);
  const counts = endsByItself(watch)
    ? await countFound(trx, watch.id)
    : addCounts(unread?.counts ?? {}, watch.pending);
  if (totalOf(counts) === 0 || (isAddition && unread === undefined)) return;
  const jobIds = new Set([...(unread?.jobIds ?? []), ...jobs.map(({ jobId }) => jobId)]);
  const notification: Notification = {
    id: unread?.id ?? v7({ msecs: now }),
    userId: watch.userId,
    watchId: watch.id,
    subject: watch.subject,
    counts,
    isOver,
    jobIds: [...jobIds].slice(0, MOST_JOBS_NAMED),
    reason: unread?.reason ?? jobs.find(({ reason }) => reason !== null)?.reason ?? null,
    target: null,
    createdAt: unread?.createdAt ?? now,
    changedAt: now,
    readAt: null,
  };
  await writeNotification(trx, notification);
  await deliver(trx, watch, notification, now);
};

/** What is found soon after goes along. */
const SETTLE_MS = 60_000;

/** Not more than one mail, and one call of a webhook, of the same watch in this time. */
const BETWEEN_MS = 15 * 60 * 1_000;

/** The ways besides the bell. The end of watched jobs is told at once: nothing follows it. */
const deliver = async (
  trx: DatabaseTransaction,
  watch: Watch,
  { id: notificationId, isOver }: Notification,
  now: Instant,
): Promise<void> => {
  const isEnd = isOver && endsByItself(watch);
  const wanted = {
    notificationId,
    dueAt: isEnd ? now : now + SETTLE_MS,
    pace: isEnd ? null : { watchId: watch.id, betweenMs: BETWEEN_MS },
  };
  await enqueueDeliveries(trx, watch.channels, wanted, now);
};
