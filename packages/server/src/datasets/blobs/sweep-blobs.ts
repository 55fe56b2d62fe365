import { coalesce } from '@pawprint/async';
import type { Instant } from '@pawprint/core';
import type { Database } from '../../store/database.ts';
import { deleteDueBlobs, lockBlobRemoval, RESERVATION_MS } from '../../store/datasets/blobs.ts';
import { removeUnattachedPreviews } from '../../store/datasets/previews.ts';
import type { DatasetPorts } from '../ports.ts';
import type { BlobStore } from './blob-store.ts';

export interface BlobSweeper {
  /** Starts a sweep, or another one after the running one. Call it at start, and when blobs may have become due. */
  wake(): void;
  /** Resolves when no sweep runs or is requested. */
  idle(): Promise<void>;
}

interface BlobSweeperPorts extends SweepPorts {
  readonly now: () => Instant;
  /** A sweep failed; the next one continues where it stopped. */
  readonly onError: (error: unknown) => void;
}

interface SweepPorts {
  readonly db: Database;
  readonly blobs: Pick<BlobStore, 'remove'>;
}

/** Runs one sweep at a time, without delaying the requests that cause it. Wait for `idle` before closing the database. */
export const createBlobSweeper = ({ now, onError, ...ports }: BlobSweeperPorts): BlobSweeper => {
  const sweeping = coalesce(() => sweepDueBlobs(ports, now()), { onError });
  return { wake: sweeping.request, idle: sweeping.idle };
};

/**
 * Removes all due blobs, and answers how many; none while a backup runs, which copies them. The transaction that deletes
 * their rows commits after that: a crash in between only means that they are removed again.
 */
export const sweepDueBlobs = async (ports: SweepPorts, now: Instant): Promise<number> => {
  let swept = 0;
  for (;;) {
    const batch = await sweepBatch(ports, now);
    swept += batch;
    if (batch < BATCH) return swept;
  }
};

const sweepBatch = ({ db, blobs }: SweepPorts, now: Instant): Promise<number> =>
  db.transaction().execute(async (trx) => {
    if (!(await lockBlobRemoval(trx))) return 0;
    const keys = await deleteDueBlobs(trx, now, BATCH);
    for (let first = 0; first < keys.length; first += AT_ONCE)
      await removeTogether(blobs, keys.slice(first, first + AT_ONCE));
    return keys.length;
  });

const BATCH = 100;
/** A store that comes back after it was away has to serve uploads beside the removals of all that failed meanwhile. */
const AT_ONCE = 10;

/** Waits for all of them also where one fails: the next sweep begins after that, and would add its removals to theirs. */
const removeTogether = async (blobs: Pick<BlobStore, 'remove'>, keys: readonly string[]): Promise<void> => {
  const removals = await Promise.allSettled(keys.map((key) => blobs.remove(key)));
  for (const removal of removals) if (removal.status === 'rejected') throw removal.reason;
};

/** Removes previews and thumbnails uploaded more than a day ago and never attached. Answers how many. */
export const sweepUnattachedPreviews = async (
  { db, wakeBlobSweeper }: Pick<DatasetPorts, 'db' | 'wakeBlobSweeper'>,
  now: Instant,
): Promise<number> => {
  const removed = await removeUnattachedPreviews(db, now - ATTACH_WITHIN_MS);
  if (removed > 0) wakeBlobSweeper();
  return removed;
};

const ATTACH_WITHIN_MS = 24 * 60 * 60 * 1000;

/** Removes what servers that died, or a store that was away, have left of uploads. Answers how many uploads they were. */
export const sweepUnfinishedBlobs = (
  blobs: Pick<BlobStore, 'removeUnfinished'>,
  now: Instant,
): Promise<number> => blobs.removeUnfinished(now - RESERVATION_MS);
