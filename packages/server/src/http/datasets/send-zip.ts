import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { entryNames } from '../../datasets/archive/archive-entries.ts';
import { type ArchiveEntry, zipStream } from '../../datasets/archive/zip-stream.ts';
import type { BlobStore } from '../../datasets/blobs/blob-store.ts';
import { fileName } from '../../datasets/files/file-name.ts';
import type { ArchivedFile } from '../../model/file.ts';
import { contentDisposition } from './content-disposition.ts';

const ZIP = 'application/zip';
export const USUAL_LEVEL = 6;

interface Archive {
  /** Of the dataset. */
  readonly name: string;
  readonly isHead: boolean;
  readonly entries: readonly ArchiveEntry[];
  /** 0 stores, 1 is fastest, 9 smallest. */
  readonly level: number;
}

/** Answers with an archive that is written while it is sent. */
export const sendZip = (
  blobs: Pick<BlobStore, 'open'>,
  reply: FastifyReply,
  { name, isHead, entries, level }: Archive,
): void => {
  void reply.headers({
    'content-type': ZIP,
    'content-disposition': contentDisposition('attachment', `${fileName(name)}.zip`, ZIP),
    'cache-control': 'private, no-cache',
  });
  // Fastify destroys the stream when the client disconnects, and aborts the answer when the stream fails.
  void reply.send(isHead ? Readable.from([]) : zipStream(blobs, entries, level));
};

/** The files under their names, each of which is unique. */
export const plainEntries = (files: readonly ArchivedFile[]): ArchiveEntry[] => {
  const names = entryNames(files);
  return files.map((file, n) => ({ ...file, name: names[n] ?? file.id, modifiedAt: file.createdAt }));
};
