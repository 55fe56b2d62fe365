import { Readable } from 'node:stream';
import type { Instant } from '@pawprint/core';
import { createTestDatabase, type TestDatabase } from '@pawprint/testing';
import { v7 as newKey } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { commitBlobs, releaseBlobs, reserveBlob } from '../../store/datasets/blobs.ts';
import type { BlobStore } from './blob-store.ts';
import { createBlobSweeper, sweepDueBlobs } from './sweep-blobs.ts';

const NOW = Date.parse('2026-11-24T09:30:00Z');
const after = (ms: number): Instant => NOW + ms;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
afterEach(() => database.db.deleteFrom('doomed_blobs').execute());

/** A store that remembers what it was asked to remove. */
const removals = (remove?: (key: string) => Promise<void>): BlobStore & { readonly removed: string[] } => {
  const removed: string[] = [];
  return {
    removed,
    async remove(key) {
      await remove?.(key);
      removed.push(key);
    },
    open: async () => Readable.from([]),
    write: async () => ({ unwritten: 'aborted' }),
  };
};
const announce = async (until: Instant, count = 1): Promise<string[]> => {
  const keys = Array.from({ length: count }, () => newKey());
  for (const key of keys) await reserveBlob(database.db, key, until);
  return keys;
};
const waiting = async () =>
  (await database.db.selectFrom('doomed_blobs').select('blob_key').execute()).map(({ blob_key }) => blob_key);

describe('a blob that was announced', () => {
  test('is left alone until its time, and removed after it', async () => {
    const keys = await announce(after(1000));
    const blobs = removals();
    expect(await sweepDueBlobs({ db: database.db, blobs }, after(999))).toBe(0);
    expect(await sweepDueBlobs({ db: database.db, blobs }, after(1000))).toBe(1);
    expect([blobs.removed, await waiting()]).toEqual([keys, []]);
  });

  test('is safe once it is claimed, and goes at once if it is abandoned', async () => {
    const [claimed, abandoned] = (await announce(after(1000), 2)) as [string, string];
    await database.db.transaction().execute((trx) => commitBlobs(trx, [claimed]));
    expect(await releaseBlobs(database.db, [claimed, abandoned])).toBe(1);
    const blobs = removals();
    await sweepDueBlobs({ db: database.db, blobs }, NOW);
    await sweepDueBlobs({ db: database.db, blobs }, after(1000));
    expect(blobs.removed).toEqual([abandoned]);
  });

  test('cannot be claimed once it is gone', async () => {
    const keys = await announce(NOW);
    await sweepDueBlobs({ db: database.db, blobs: removals() }, NOW);
    const claiming = database.db.transaction().execute((trx) => commitBlobs(trx, keys));
    await expect(claiming).rejects.toThrow('longer than a day');
  });

  test('stays on the list where the disk would not let it go', async () => {
    const keys = await announce(NOW);
    const broken = removals(() => Promise.reject(new Error('injected')));
    await expect(sweepDueBlobs({ db: database.db, blobs: broken }, NOW)).rejects.toThrow('injected');
    expect(await waiting()).toEqual(keys);
  });
});

describe('sweeping', () => {
  test('takes all there are, in as many batches as it needs', async () => {
    const keys = await announce(NOW, 250);
    const blobs = removals();
    expect(await sweepDueBlobs({ db: database.db, blobs }, NOW)).toBe(250);
    expect(new Set(blobs.removed)).toEqual(new Set(keys));
  });

  test('by two servers at once gives each blob to one of them', async () => {
    await announce(NOW, 150);
    const blobs = removals();
    const sweeps = [1, 2].map(() => sweepDueBlobs({ db: database.db, blobs }, NOW));
    const [one = 0, other = 0] = await Promise.all(sweeps);
    expect([one + other, blobs.removed.length, new Set(blobs.removed).size]).toEqual([150, 150, 150]);
  });
});

describe('the sweeper', () => {
  test('sweeps what becomes due while it sweeps', async () => {
    let more: string[] = [];
    const blobs = removals(async () => {
      if (more.length > 0) return;
      more = await announce(NOW);
      sweeper.wake();
    });
    const sweeper = createBlobSweeper({
      db: database.db,
      blobs,
      now: () => NOW,
      onError: (error) => expect.fail(String(error)),
    });
    const first = await announce(NOW);
    sweeper.wake();
    await sweeper.idle();
    expect(blobs.removed).toEqual([...first, ...more]);
  });

  test('tells of a fault and goes on the next time', async () => {
    const faults: unknown[] = [];
    let broken = true;
    const blobs = removals(async () => {
      if (broken) throw new Error('injected');
    });
    const ports = { db: database.db, blobs, now: () => NOW, onError: (error: unknown) => faults.push(error) };
    const sweeper = createBlobSweeper(ports);
    const keys = await announce(NOW);
    sweeper.wake();
    await sweeper.idle();
    expect(faults).toHaveLength(1);
    broken = false;
    sweeper.wake();
    await sweeper.idle();
    expect(blobs.removed).toEqual(keys);
  });
});
