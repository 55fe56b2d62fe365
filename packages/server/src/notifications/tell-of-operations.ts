import type { Instant } from '@pawprint/core';
import { writeJobQuery } from '@pawprint/protocol';
import { v7 } from 'uuid';
import type { HasRight } from '../access/rights.ts';
import { findUserCaller } from '../access/users.ts';
import { requireOperation } from '../jobs/operations/require-operation.ts';
import type { Notification, NotificationTarget } from '../model/notification.ts';
import { OPERATION_NAMES, type Operation, scopeOf } from '../model/operation.ts';
import type { Watch } from '../model/watch.ts';
import type { Database, DatabaseTransaction } from '../store/database.ts';
import { enqueueDeliveries } from '../store/notifications/deliveries.ts';
import { writeNotification } from '../store/notifications/notifications.ts';
import { endWatches, readWatchesOfEndedOperations, tryLockWatches } from '../store/notifications/watches.ts';

interface TellOfOperationsPorts {
  readonly db: Database;
  readonly hasRight: HasRight;
}

/** Tells people of the watched operations that have ended, each once. Locks and writes nothing while none has. */
export const tellOfOperations = async (ports: TellOfOperationsPorts, now: Instant): Promise<void> => {
  if ((await readWatchesOfEndedOperations(ports.db)).length === 0) return;
  await ports.db.transaction().execute(async (trx) => {
    if (!(await tryLockWatches(trx))) return;
    // Another server may have told of them meanwhile.
    const watches = await readWatchesOfEndedOperations(trx);
    for (const watch of watches) await tellOfEnd(ports, trx, watch, now);
    await endWatches(
      trx,
      watches.map(({ id }) => id),
      now,
    );
  });
};

const tellOfEnd = async (
  { hasRight }: TellOfOperationsPorts,
  trx: DatabaseTransaction,
  { id: watchId, userId, subject, channels }: Watch,
  now: Instant,
): Promise<void> => {
  const person = await findUserCaller(trx, userId, now);
  const operation = person && (await requireOperation({ db: trx, hasRight }, person, subject.id));
  if (operation === undefined || 'refused' in operation) return;
  const notification: Notification = {
    id: v7({ msecs: now }),
    userId,
    watchId,
    subject: { ...subject, name: titleOfOperation(operation) },
    counts: {},
    isOver: true,
    jobIds: [],
    reason: operation.reason,
    target: targetOfOperation(operation),
    createdAt: now,
    changedAt: now,
    readAt: null,
  };
  await writeNotification(trx, notification);
  const wanted = { notificationId: notification.id, dueAt: now, pace: null };
  await enqueueDeliveries(trx, channels, wanted, now);
};

const numbers = new Intl.NumberFormat('en-US');

/** "Resubmit jobs: 138 of 140 done", "Resubmit jobs: stopped after 60 of 140". */
const titleOfOperation = ({ request, state, done, of, failedCount }: Operation): string => {
  const name = OPERATION_NAMES[request.kind];
  const all = numbers.format(of);
  if (state === 'stopped') return `${name}: stopped after ${numbers.format(done)} of ${all}`;
  if (failedCount === 0) return `${name}: ${all} done`;
  return `${name}: ${numbers.format(done - failedCount)} of ${all} done`;
};

/** To the jobs of its dataset, to its extractor, or to all jobs. */
const targetOfOperation = ({ request }: Operation): NotificationTarget => {
  const { extractor, datasetId } = scopeOf(request);
  if (datasetId !== null)
    return { jobId: null, query: writeJobQuery({ key: 'dataset', values: [datasetId] }), extractor: null };
  return extractor === null
    ? { jobId: null, query: '', extractor: null }
    : { jobId: null, query: null, extractor };
};
