import type { Readable } from 'node:stream';
import type { Instant } from '@pawprint/core';

export interface WriteOptions {
  /** Aborting ends the write, and nothing of it remains. */
  readonly signal: AbortSignal;
  readonly limitBytes: number;
}

export interface WrittenBlob {
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** The first bytes, at most {@link HEAD_BYTES}: enough to recognise a file's type by its content. */
  readonly head: Buffer;
}

/** Why a blob was not written; nothing of it remains. `source_failed`: the source failed before its end. */
export interface UnwrittenBlob {
  readonly unwritten: 'too_large' | 'disk_full' | 'aborted' | 'source_failed';
}

/** Includes both ends, as in HTTP. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface ListedBlob {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAt: Instant;
}

/** Stores bytes under a key. Keys are UUIDs, and each is written only once. */
export interface BlobStore {
  /** Resolves when all bytes are on disk and can be read by the key. Rejects for unexpected errors. */
  write(key: string, source: Readable, options: WriteOptions): Promise<WrittenBlob | UnwrittenBlob>;
  /** Rejects if there is no such blob. Destroying the stream closes the blob. */
  open(key: string, range?: ByteRange): Promise<Readable>;
  /** Succeeds too if there is no such blob. */
  remove(key: string): Promise<void>;
  /** The blobs whose keys begin with the prefix, in any order; by default all. */
  readonly list: (prefix?: string) => AsyncIterable<ListedBlob>;
}

/** As many bytes as the library file-type reads by default. */
export const HEAD_BYTES = 4100;
