import { once } from 'node:events';
import { type FileHandle, mkdtemp, open, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { v7 as newKey } from 'uuid';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { blobStoreContract } from './blob-store.contract.ts';
import { openDiskBlobStore } from './disk-blob-store.ts';

const newFolder = () => mkdtemp(join(tmpdir(), 'pawprint-blobs-'));
const filesIn = async (folder: string): Promise<string[]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name);
};
const patient = () => ({ signal: new AbortController().signal, limitBytes: 1000 });

describe('the disk blob store', () => {
  blobStoreContract(async () => {
    const folder = await newFolder();
    return {
      store: await openDiskBlobStore(folder),
      keys: () => filesIn(folder),
      dispose: () => rm(folder, { recursive: true }),
    };
  });

  describe('on its disk', () => {
    let folder: string;
    beforeEach(async () => {
      folder = await newFolder();
    });
    afterEach(async () => {
      vi.restoreAllMocks();
      await rm(folder, { recursive: true });
    });

    const fileHandlePrototype = async (): Promise<FileHandle> => {
      const handle = await open(folder);
      await handle.close();
      return Object.getPrototypeOf(handle);
    };
    const failNext = async (code: string): Promise<void> => {
      vi.spyOn(await fileHandlePrototype(), 'sync').mockRejectedValueOnce(
        Object.assign(new Error('injected'), { code }),
      );
    };

    test.each(['ENOSPC', 'EDQUOT'])('a full disk (%s) is reported and nothing remains', async (code) => {
      const store = await openDiskBlobStore(folder);
      await failNext(code);
      const source = Readable.from([Buffer.from('x')]);
      expect(await store.write(newKey(), source, patient())).toEqual({ unwritten: 'disk_full' });
      expect(await filesIn(folder)).toEqual([]);
    });

    test('a broken disk rejects, closes the source, leaves nothing', async () => {
      const store = await openDiskBlobStore(folder);
      await failNext('EIO');
      const source = Readable.from([Buffer.from('x')]);
      await expect(store.write(newKey(), source, patient())).rejects.toThrow('injected');
      expect(source.destroyed).toBe(true);
      expect(await filesIn(folder)).toEqual([]);
    });

    test('opening removes unfinished writes of earlier processes only', async () => {
      await openDiskBlobStore(folder);
      const [abandoned, busy] = [join(folder, 'tmp', 'old'), join(folder, 'tmp', 'new')];
      const started = Date.now();
      await Promise.all([writeFile(abandoned, 'x'), writeFile(busy, 'x')]);
      await utimes(abandoned, started / 1000, started / 1000 - 1);
      await utimes(busy, started / 1000, started / 1000 + 1);
      await openDiskBlobStore(folder, { abandonedBefore: started });
      expect(await filesIn(folder)).toEqual([basename(busy)]);
    });

    test('unfinished writes are removed once they are old', async () => {
      const store = await openDiskBlobStore(folder);
      const started = Date.now();
      const [abandoned, busy] = [join(folder, 'tmp', 'old'), join(folder, 'tmp', 'new')];
      await Promise.all([writeFile(abandoned, 'x'), writeFile(busy, 'x')]);
      await utimes(abandoned, started / 1000, started / 1000 - 1);
      await utimes(busy, started / 1000, started / 1000 + 1);
      expect(await store.removeUnfinished(started)).toBe(1);
      expect(await filesIn(folder)).toEqual([basename(busy)]);
    });

    test('destroying a stream early closes its file', async () => {
      const store = await openDiskBlobStore(folder);
      const key = newKey();
      await store.write(key, Readable.from([Buffer.alloc(1000)]), patient());
      const reading = vi.spyOn(await fileHandlePrototype(), 'createReadStream');
      const stream = await store.open(key);
      const handle = reading.mock.contexts[0] as FileHandle;
      expect(handle.fd).toBeGreaterThan(0);
      stream.destroy();
      await once(stream, 'close');
      expect(handle.fd).toBe(-1);
    });
  });
});
