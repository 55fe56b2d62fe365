import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { type BlobStore, openIfThere } from '../../datasets/blobs/blob-store.ts';
import {
  addFoundBlobs,
  countNamedBlobs,
  createFoundBlobs,
  type FoundBlob,
  type NamedBlob,
  readBlobsWithoutRow,
  readNamedBlobs,
  readRowsWithoutBlob,
} from '../../store/datasets/compare-blobs.ts';
import { type Check, counted, sizeOf } from './check.ts';

export interface BlobCheckOptions {
  readonly client: Client;
  readonly blobs: BlobStore;
  /** Blobs without a row that are newer may belong to an upload. */
  readonly abandonedBefore: number;
  /** Whether every blob is read, and its checksum compared, not its size alone. */
  readonly checksums: boolean;
  /** Whether tables of a newer release may name blobs, too. */
  readonly isOfNewerRelease: boolean;
  readonly onProgress: (sentence: string) => void;
}

export interface BlobChecks {
  readonly checks: readonly Check[];
  /** Blobs without a row, old enough to be removed; none where a newer release may know of them. */
  readonly orphans: readonly FoundBlob[];
}

/** Compares the rows of files, previews and thumbnails with what the blob store has. */
export const checkBlobs = async (options: BlobCheckOptions): Promise<BlobChecks> => {
  const { client, blobs, abandonedBefore, checksums, isOfNewerRelease } = options;
  await listFound(options);
  const without = await readBlobsWithoutRow(client);
  const orphans = without.filter(({ modifiedAt }) => modifiedAt < abandonedBefore);
  const total = await countNamedBlobs(client);
  const missing = await findMissing(client, blobs);
  return {
    checks: [
      describeRows(total, missing),
      ...(checksums ? [await compareChecksums(options, total.count)] : []),
      (isOfNewerRelease ? describeUnknown : describeOrphans)(orphans, without.length - orphans.length),
    ],
    orphans: isOfNewerRelease ? [] : orphans,
  };
};

/** Uploads and deletions go on: what is missing is looked for once more, and its row, too. */
const findMissing = async (client: Client, blobs: BlobStore): Promise<NamedBlob[]> => {
  const missing: NamedBlob[] = [];
  for (const row of await readRowsWithoutBlob(client)) if (!(await hasSize(blobs, row))) missing.push(row);
  if (missing.length === 0) return [];
  const named = new Set((await readRowsWithoutBlob(client)).map(({ key }) => key));
  return missing.filter(({ key }) => named.has(key));
};

const LISTED_AT_ONCE = 1_000;

const listFound = async ({ client, blobs, onProgress }: BlobCheckOptions): Promise<void> => {
  await createFoundBlobs(client);
  let batch: FoundBlob[] = [];
  let count = 0;
  const store = async (): Promise<void> => {
    await addFoundBlobs(client, batch);
    count += batch.length;
    batch = [];
    onProgress(`Listed: ${counted(count, 'file')}`);
  };
  for await (const found of blobs.list()) {
    batch.push(found);
    if (batch.length === LISTED_AT_ONCE) await store();
  }
  await store();
};

const hasSize = async (blobs: BlobStore, { key, sizeBytes }: NamedBlob): Promise<boolean> => {
  const source = await openIfThere(blobs, key);
  if (source === undefined) return false;
  let size = 0;
  try {
    for await (const chunk of source as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > sizeBytes) break;
    }
  } catch {
    return false;
  }
  return size === sizeBytes;
};

const describeRows = (
  { count, bytes }: { readonly count: number; readonly bytes: number },
  missing: readonly NamedBlob[],
): Check => ({
  name: 'files',
  ok: missing.length === 0,
  sentence:
    missing.length === 0
      ? `The bytes of all ${counted(count, 'file, preview and thumbnail', 'files, previews and thumbnails')} are there: ${sizeOf(bytes)}.`
      : `${missing.length.toLocaleString('en')} of ${counted(count, 'file, preview and thumbnail', 'files, previews and thumbnails')} have no bytes, or not as many as they should.`,
  items: missing.map(({ of, key, sizeBytes }) => `${of}: blob ${key} of ${sizeOf(sizeBytes)}`),
});

const PAGE = 100;

const compareChecksums = async (
  { client, blobs, onProgress }: BlobCheckOptions,
  total: number,
): Promise<Check> => {
  const wrong: string[] = [];
  let read = 0;
  for (let after = ''; ; ) {
    const page = await readNamedBlobs(client, after, PAGE);
    for (const { key, sha256, of } of page) {
      const found = await sha256Of(blobs, key);
      // What is missing is said by another check.
      if (found !== undefined && found !== sha256) wrong.push(`${of}: blob ${key}`);
      read += 1;
      onProgress(`Read: ${read.toLocaleString('en')} of ${counted(total, 'file')}`);
    }
    if (page.length < PAGE) break;
    after = page.at(-1)?.key ?? after;
  }
  return {
    name: 'checksums',
    ok: wrong.length === 0,
    sentence:
      wrong.length === 0
        ? `The checksums of ${counted(read, 'file')} are right.`
        : `${counted(wrong.length, 'file')} of ${read.toLocaleString('en')} have another checksum than when they were stored.`,
    items: wrong,
  };
};

const sha256Of = async (blobs: BlobStore, key: string): Promise<string | undefined> => {
  const source = await openIfThere(blobs, key);
  if (source === undefined) return undefined;
  const hash = createHash('sha256');
  await pipeline(source, hash);
  return hash.digest('hex');
};

/** Only the newer release knows whether they are named. */
const describeUnknown = (orphans: readonly FoundBlob[], young: number): Check => {
  const check = describeOrphans(orphans, young);
  if (check.ok) return check;
  const what = `${counted(orphans.length, 'blob')} of ${sizeOf(sumOf(orphans))}`;
  const sentence = `${what} may be named by what only the newer release knows. Its doctor says whether they are.`;
  return { ...check, ok: true, sentence };
};

const sumOf = (blobs: readonly FoundBlob[]): number =>
  blobs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

const describeOrphans = (orphans: readonly FoundBlob[], young: number): Check => {
  const bytes = sumOf(orphans);
  const recent = young === 0 ? '' : ` ${counted(young, 'more file')} of the last 24 hours may be of uploads.`;
  return {
    name: 'orphans',
    ok: orphans.length === 0,
    sentence:
      orphans.length === 0
        ? `The blob store has nothing that is named nowhere.${recent}`
        : `${counted(orphans.length, 'blob')} of ${sizeOf(bytes)} ${orphans.length === 1 ? 'is' : 'are'} named nowhere, and can be removed with --delete-orphans.${recent}`,
    items: orphans.map(({ key, sizeBytes }) => `blob ${key} of ${sizeOf(sizeBytes)}`),
  };
};
