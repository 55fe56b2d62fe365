import { PassThrough, type Readable } from 'node:stream';
import type { Instant } from '@pawprint/core';
import { ZipFile } from 'yazl';
import type { StoredBytes } from '../../model/file.ts';
import type { BlobStore } from '../blobs/blob-store.ts';

const FILE_MODE = 0o100644;

/**
 * A zip archive, written as it is read: one file is open at a time, and nothing is read ahead of the reader. Sizes and
 * offsets beyond 4 GiB are written as zip64 where there are any. What cannot be read, or is shorter than its size, is an
 * error of the stream: an archive that ends well has everything in it. Destroying the stream closes what is open.
 */
export const zipStream = (
  blobs: Pick<BlobStore, 'open'>,
  entries: readonly ArchiveEntry[],
  /** 0 stores, 1 is fastest, 9 smallest. */
  compressionLevel: number,
): Readable => {
  const zip = new ZipFile();
  const out = new PassThrough();
  const fail = (error: Error): void => void out.destroy(error);
  zip.on('error', fail);
  for (const entry of entries) {
    const options = { mtime: new Date(entry.modifiedAt), mode: FILE_MODE, compressionLevel };
    if ('text' in entry) zip.addBuffer(Buffer.from(entry.text), entry.name, options);
    else
      zip.addReadStreamLazy(entry.name, { ...options, size: entry.sizeBytes }, (read) => {
        openFor(out, blobs, entry.blobKey).then((bytes) => read(null, bytes), fail);
      });
  }
  zip.end();
  return zip.outputStream.pipe(out);
};

/** The blob, which is closed when the archive is; its failure is that of the archive. */
const openFor = async (out: PassThrough, blobs: Pick<BlobStore, 'open'>, key: string): Promise<Readable> => {
  if (out.destroyed) throw new Error('nobody reads the archive any more');
  const bytes = await blobs.open(key);
  const close = (): void => void bytes.destroy();
  out.once('close', close);
  bytes.once('error', (error) => void out.destroy(error));
  bytes.once('close', () => void out.off('close', close));
  if (out.destroyed) close();
  return bytes;
};

/** A file in an archive: bytes that are kept somewhere, or a text that is made for it. */
export type ArchiveEntry = {
  /** With `/` between folders. */
  readonly name: string;
  readonly modifiedAt: Instant;
} & (Pick<StoredBytes, 'blobKey' | 'sizeBytes'> | { readonly text: string });
