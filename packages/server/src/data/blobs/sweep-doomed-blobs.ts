import { takeDoomedBlobs } from '../../store/data/doomed-blobs.ts';
import type { Database } from '../../store/database.ts';
import type { BlobStore } from './blob-store.ts';

export interface SweepPorts {
  readonly db: Database;
  readonly blobs: BlobStore;
}

const BATCH = 100;

/**
 * Removes every blob whose time has come; gives how many. They leave the list only once they are gone: a crash in
 * between means that they are removed again.
 */
export const sweepDoomedBlobs = async (ports: SweepPorts, now: Date): Promise<number> => {
  let swept = 0;
  for (;;) {
    const batch = await sweepBatch(ports, now);
    swept += batch;
    if (batch < BATCH) return swept;
  }
};

const sweepBatch = ({ db, blobs }: SweepPorts, now: Date): Promise<number> =>
  db.transaction().execute(async (trx) => {
    const keys = await takeDoomedBlobs(trx, now, BATCH);
    await Promise.all(keys.map((key) => blobs.remove(key)));
    return keys.length;
  });
