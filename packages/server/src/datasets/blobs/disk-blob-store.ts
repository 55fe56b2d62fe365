import type { Stats } from 'node:fs';
import { mkdir, open, opendir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import type { Instant } from '@pawprint/core';
import type {
  BlobStore,
  ByteRange,
  ListedBlob,
  UnwrittenBlob,
  WriteOptions,
  WrittenBlob,
} from './blob-store.ts';
import { measureBytes } from './measure-bytes.ts';

export interface DiskBlobStoreOptions {
  /** Unfinished writes last changed before this instant are removed. Default: the start of this process. */
  readonly abandonedBefore?: Instant;
}

/**
 * Stores each blob as the file `<folder>/<last two digits of the key>/<key>`. (A UUIDv7 begins with the time, so only
 * its end distributes blobs over folders.) Bytes are written to `<folder>/tmp` and moved when all are on disk.
 */
export const openDiskBlobStore = async (
  folder: string,
  { abandonedBefore = processStart() }: DiskBlobStoreOptions = {},
): Promise<BlobStore> => {
  const drafts = join(folder, 'tmp');
  const pathOf = (key: string): string => join(folder, key.slice(-SHARD_LENGTH), key);
  await mkdir(drafts, { recursive: true });
  await removeAbandoned(drafts, abandonedBefore);
  return {
    write: (key, source, options) => write(join(drafts, key), pathOf(key), source, options),
    open: (key, range) => openFile(pathOf(key), range),
    remove: (key) => rm(pathOf(key), { force: true }),
    list: (prefix = '') => listBlobs(folder, prefix),
    removeUnfinished: (before) => removeAbandoned(drafts, before),
  };
};

const processStart = (): Instant => Date.now() - process.uptime() * 1000;

const removeAbandoned = async (drafts: string, before: Instant): Promise<number> => {
  let removed = 0;
  for (const name of await readdir(drafts)) {
    const path = join(drafts, name);
    const draft = await statIfThere(path);
    if (draft === null || draft.mtimeMs >= before) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
};

/** Null: a write or a removal has moved the file meanwhile. */
const statIfThere = async (path: string): Promise<Stats | null> => {
  try {
    return await stat(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
};

const write = async (
  draft: string,
  path: string,
  source: Readable,
  { signal, limitBytes }: WriteOptions,
): Promise<WrittenBlob | UnwrittenBlob> => {
  // The signal also ends the wait for a source that sends nothing.
  const { bytes, measure } = measureBytes(addAbortSignal(signal, source), limitBytes);
  try {
    await writeDraft(draft, bytes);
    if (signal.aborted) return await discard(draft, 'aborted');
    const stopped = measure.stopped();
    if (stopped !== null) return await discard(draft, stopped);
    await moveIntoPlace(draft, path);
    return measure.result();
  } catch (error) {
    source.destroy();
    if (isDiskFull(error)) return await discard(draft, 'disk_full');
    await discard(draft, 'aborted');
    throw error;
  }
};

const writeDraft = async (draft: string, bytes: AsyncIterable<Buffer>): Promise<void> => {
  const handle = await open(draft, 'wx');
  try {
    await writeFile(handle, bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** Readers see the whole blob or none, after a power cut too: that is why the folder is synced. */
const moveIntoPlace = async (draft: string, path: string): Promise<void> => {
  const made = await mkdir(dirname(path), { recursive: true });
  await rename(draft, path);
  await syncFolder(dirname(path));
  if (made) await syncFolder(dirname(made));
};

const syncFolder = async (folder: string): Promise<void> => {
  // Windows cannot sync a folder, and need not: NTFS journals the entry.
  if (process.platform === 'win32') return;
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

const discard = async (draft: string, unwritten: UnwrittenBlob['unwritten']): Promise<UnwrittenBlob> => {
  await rm(draft, { force: true });
  return { unwritten };
};

const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOSPC' || error.code === 'EDQUOT');

/** The stream closes the file at its end, or when it is destroyed. */
const openFile = async (path: string, range?: ByteRange): Promise<Readable> => {
  const handle = await open(path);
  return handle.createReadStream(range);
};

/** A folder at a time, so that a listing of millions of blobs stays small in memory. */
async function* listBlobs(folder: string, prefix: string): AsyncGenerator<ListedBlob> {
  for (const shard of await readdir(folder)) {
    if (!isShard(shard)) continue;
    for await (const { name: key } of await opendir(join(folder, shard))) {
      if (!key.startsWith(prefix)) continue;
      const file = await statIfThere(join(folder, shard, key));
      if (file !== null) yield { key, sizeBytes: file.size, modifiedAt: file.mtimeMs };
    }
  }
}

/** The folder of drafts, for example, is none. */
const isShard = (name: string): boolean => name.length === SHARD_LENGTH;

const SHARD_LENGTH = 2;
