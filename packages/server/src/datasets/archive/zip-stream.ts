import { PassThrough, type Readable } from 'node:stream';
import type { Instant } from '@pawprint/core';
import { ZipFile } from 'yazl';
import type { StoredBytes } from '../../model/file.ts';
import type { BlobStore } from '../blobs/blob-store.ts';

/** A file in an archive: a blob, or a text that is made for the archive. */
export type ArchiveEntry = {
  /** With `/` between folders. */
  readonly name: string;
  readonly modifiedAt: Instant;
} & (Pick<StoredBytes, 'blobKey' | 'sizeBytes'> | { readonly text: string });

/**
 * A zip archive that is written while it is read: one file is open at a time, and nothing is read ahead. Sizes and
 * offsets beyond 4 GiB are written as zip64. A file that cannot be read, or is shorter than its size, makes the stream
 * fail, so an archive that ends without an error is complete. Destroying the stream closes the open file.
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

const FILE_MODE = 0o100644;

/** Opens a blob that is closed with the archive, and that makes the archive fail if it fails. */
const openFor = async (out: PassThrough, blobs: Pick<BlobStore, 'open'>, key: string): Promise<Readable> => {
  if (out.destroyed) throw new Error('The archive was closed before it was read to its end');
  const bytes = await blobs.open(key);
  const close = (): void => void bytes.destroy();
  out.once('close', close);
  bytes.once('error', (error) => void out.destroy(error));
  bytes.once('close', () => void out.off('close', close));
  if (out.destroyed) close();
  return bytes;
};
