import { coalesce } from '@pawprint/async';
import type { Instant } from '@pawprint/core';
import type { Database } from '../../store/database.ts';
import { deleteDueBlobs } from '../../store/datasets/blobs.ts';
import { removeUnattachedPreviews } from '../../store/datasets/previews.ts';
import type { DatasetPorts } from '../ports.ts';
import type { BlobStore } from './blob-store.ts';

interface BlobSweeperPorts extends SweepPorts {
  readonly now: () => Instant;
  /** A sweep failed; the next one continues where it stopped. */
  readonly onError: (error: unknown) => void;
}

export interface BlobSweeper {
  /** Sweeps soon, and again if it is woken meanwhile. Called at start, and whenever blobs may have become due. */
  wake(): void;
  /** Resolves when no sweep is running or wanted. */
  idle(): Promise<void>;
}

/** Sweeps one at a time, beside the requests that caused it. Before the database is closed, wait until it is idle. */
export const createBlobSweeper = ({ now, onError, ...ports }: BlobSweeperPorts): BlobSweeper => {
  const sweeping = coalesce(() => sweepDueBlobs(ports, now()), { onError });
  return { wake: sweeping.request, idle: sweeping.idle };
};

interface SweepPorts {
  readonly db: Database;
  readonly blobs: BlobStore;
}

const BATCH = 100;

/**
 * Removes every blob whose time has come; gives how many. They leave the list only once they are gone: a crash in
 * between means that they are removed again.
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
    const keys = await deleteDueBlobs(trx, now, BATCH);
    await Promise.all(keys.map((key) => blobs.remove(key)));
    return keys.length;
  });

const ATTACH_WITHIN_MS = 24 * 60 * 60 * 1000;

/** Removes previews and thumbnails that were uploaded more than a day ago and never attached; gives how many. */
export const sweepUnattachedPreviews = async (
  { db, wakeBlobSweeper }: Pick<DatasetPorts, 'db' | 'wakeBlobSweeper'>,
  now: Instant,
): Promise<number> => {
  const removed = await removeUnattachedPreviews(db, now - ATTACH_WITHIN_MS);
  if (removed > 0) wakeBlobSweeper();
  return removed;
};
