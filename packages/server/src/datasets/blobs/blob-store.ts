import type { Readable } from 'node:stream';
import type { Instant } from '@pawprint/core';
import { RefusedRequest } from '../../model/refusal.ts';

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

/** What the store sends with the bytes that a link leads to. */
export interface LinkedHeaders {
  readonly contentType: string;
  readonly contentDisposition: string;
  readonly cacheControl: string;
}

export interface ListedBlob {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAt: Instant;
}

/**
 * Stores bytes under a key. Keys are UUIDs, and each is written only once. A store on another machine may be away: then
 * every method rejects with a `RefusedRequest` that the caller of the API may repeat.
 */
export interface BlobStore {
  /** Resolves when all bytes are stored for good and can be read by the key. Rejects for unexpected errors. */
  readonly write: (
    key: string,
    source: Readable,
    options: WriteOptions,
  ) => Promise<WrittenBlob | UnwrittenBlob>;
  /** Rejects if there is no such blob. Destroying the stream closes the blob. */
  readonly open: (key: string, range?: ByteRange) => Promise<Readable>;
  /**
   * An address at the store itself, by which whoever has it gets the bytes (GET, also in part) for
   * {@link LINK_SECONDS} after this instant, without a credential. Whether the blob is there is not asked. Undefined for
   * a store that gives none.
   */
  readonly link?: (key: string, headers: LinkedHeaders, at: Instant) => Promise<string>;
  /** Succeeds too if there is no such blob. */
  readonly remove: (key: string) => Promise<void>;
  /** The blobs whose keys begin with the prefix, in any order; by default all. */
  readonly list: (prefix?: string) => AsyncIterable<ListedBlob>;
  /** Removes what is left of writes that began before this instant and never ended. Answers how many they were. */
  readonly removeUnfinished: (before: Instant) => Promise<number>;
}

/** Enough to follow a redirect, with clocks that differ by some seconds. A download that has begun goes on. */
export const LINK_SECONDS = 60;

/** As many bytes as the library file-type reads by default. */
export const HEAD_BYTES = 4100;

/** The bytes of a blob; undefined if the store has no such blob. Rejects while the store is away. */
export const openIfThere = (blobs: Pick<BlobStore, 'open'>, key: string): Promise<Readable | undefined> =>
  blobs.open(key).catch((error: unknown) => {
    if (error instanceof RefusedRequest) throw error;
    return undefined;
  });
