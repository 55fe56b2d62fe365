import type { Instant } from '@pawprint/core';
import { createTestDatabase, type TestDatabase } from '@pawprint/testing';
import { v7 as newKey } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { commitBlobs, releaseBlobs, reserveBlob } from '../../store/datasets/blobs.ts';
import type { BlobStore } from './blob-store.ts';
import { createBlobSweeper, sweepDueBlobs, sweepUnfinishedBlobs } from './sweep-blobs.ts';

const NOW = Date.parse('2026-11-24T09:30:00Z');
const after = (ms: number): Instant => NOW + ms;

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());
afterEach(() => database.db.deleteFrom('doomed_blobs').execute());

/** A store that records the keys it removed. */
const removals = (
  remove?: (key: string) => Promise<void>,
): Pick<BlobStore, 'remove'> & { readonly removed: string[] } => {
  const removed: string[] = [];
  return {
    removed,
    async remove(key) {
      await remove?.(key);
      removed.push(key);
    },
  };
};
const reserve = async (until: Instant, count = 1): Promise<string[]> => {
  const keys = Array.from({ length: count }, () => newKey());
  for (const key of keys) await reserveBlob(database.db, key, until);
  return keys;
};
const reserved = async () =>
  (await database.db.selectFrom('doomed_blobs').select('blob_key').execute()).map(({ blob_key }) => blob_key);

describe('a reserved blob', () => {
  test('is removed when it is due and not before', async () => {
    const keys = await reserve(after(1000));
    const blobs = removals();
    expect(await sweepDueBlobs({ db: database.db, blobs }, after(999))).toBe(0);
    expect(await sweepDueBlobs({ db: database.db, blobs }, after(1000))).toBe(1);
    expect([blobs.removed, await reserved()]).toEqual([keys, []]);
  });

  test('stays once committed, is removed at once if released', async () => {
    const [committed, released] = (await reserve(after(1000), 2)) as [string, string];
    await database.db.transaction().execute((trx) => commitBlobs(trx, [committed]));
    expect(await releaseBlobs(database.db, [committed, released])).toBe(1);
    const blobs = removals();
    await sweepDueBlobs({ db: database.db, blobs }, NOW);
    await sweepDueBlobs({ db: database.db, blobs }, after(1000));
    expect(blobs.removed).toEqual([released]);
  });

  test('cannot be committed after its removal', async () => {
    const keys = await reserve(NOW);
    await sweepDueBlobs({ db: database.db, blobs: removals() }, NOW);
    const commit = database.db.transaction().execute((trx) => commitBlobs(trx, keys));
    await expect(commit).rejects.toThrow('longer than a day');
  });

  test('stays on the list if the disk fails to remove it', async () => {
    const keys = await reserve(NOW);
    const broken = removals(() => Promise.reject(new Error('injected')));
    await expect(sweepDueBlobs({ db: database.db, blobs: broken }, NOW)).rejects.toThrow('injected');
    expect(await reserved()).toEqual(keys);
  });
});

describe('a sweep', () => {
  test('removes all due blobs, in several batches', async () => {
    const keys = await reserve(NOW, 250);
    const blobs = removals();
    expect(await sweepDueBlobs({ db: database.db, blobs }, NOW)).toBe(250);
    expect(new Set(blobs.removed)).toEqual(new Set(keys));
  });

  test('removes ten blobs at a time, and none after one of them failed', async () => {
    await reserve(NOW, 150);
    const counts = { underWay: 0, most: 0, begun: 0 };
    const blobs = removals(async () => {
      counts.begun += 1;
      counts.underWay += 1;
      counts.most = Math.max(counts.most, counts.underWay);
      const isFirst = counts.begun === 1;
      if (!isFirst) await new Promise((resolve) => setImmediate(resolve));
      counts.underWay -= 1;
      if (isFirst) throw new Error('injected');
    });
    await expect(sweepDueBlobs({ db: database.db, blobs }, NOW)).rejects.toThrow('injected');
    expect(counts).toMatchObject({ underWay: 0, begun: 10 });
    expect(await sweepDueBlobs({ db: database.db, blobs }, NOW)).toBe(150);
    expect(counts).toEqual({ underWay: 0, most: 10, begun: 160 });
  });

  test('of two servers at once removes each blob once', async () => {
    await reserve(NOW, 150);
    const blobs = removals();
    const sweeps = [1, 2].map(() => sweepDueBlobs({ db: database.db, blobs }, NOW));
    const [one = 0, other = 0] = await Promise.all(sweeps);
    expect([one + other, blobs.removed.length, new Set(blobs.removed).size]).toEqual([150, 150, 150]);
  });
});

describe('the sweeper', () => {
  test('removes blobs that become due during a sweep', async () => {
    let more: string[] = [];
    const blobs = removals(async () => {
      if (more.length > 0) return;
      more = await reserve(NOW);
      sweeper.wake();
    });
    const sweeper = createBlobSweeper({
      db: database.db,
      blobs,
      now: () => NOW,
      onError: (error) => expect.fail(String(error)),
    });
    const first = await reserve(NOW);
    sweeper.wake();
    await sweeper.idle();
    expect(blobs.removed).toEqual([...first, ...more]);
  });

  test('reports an error and continues with the next sweep', async () => {
    const errors: unknown[] = [];
    let broken = true;
    const blobs = removals(async () => {
      if (broken) throw new Error('injected');
    });
    const ports = { db: database.db, blobs, now: () => NOW, onError: (error: unknown) => errors.push(error) };
    const sweeper = createBlobSweeper(ports);
    const keys = await reserve(NOW);
    sweeper.wake();
    await sweeper.idle();
    expect(errors).toHaveLength(1);
    broken = false;
    sweeper.wake();
    await sweeper.idle();
    expect(blobs.removed).toEqual(keys);
  });
});

test('writes that began more than a day ago and never ended are removed', async () => {
  const removed: Instant[] = [];
  const removeUnfinished = async (before: Instant): Promise<number> => removed.push(before);
  expect(await sweepUnfinishedBlobs({ removeUnfinished }, NOW)).toBe(1);
  expect(removed).toEqual([NOW - 86_400_000]);
});
