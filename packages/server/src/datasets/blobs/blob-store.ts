import type { Readable } from 'node:stream';

export interface WriteOptions {
  /** Aborting it ends the write; nothing of it remains. */
  readonly signal: AbortSignal;
  readonly limitBytes: number;
}

export interface WrittenBlob {
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** The first bytes, at most {@link HEAD_BYTES}: enough to tell a file's type by its content. */
  readonly head: Buffer;
}

/** `source_failed`: the bytes stopped coming before their end. In every case nothing remains. */
export interface UnwrittenBlob {
  readonly unwritten: 'too_large' | 'disk_full' | 'aborted' | 'source_failed';
}

/** Both ends belong to it, as in HTTP. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** Keeps bytes under a key and knows nothing of files. Keys are UUIDs, each written once and never again. */
export interface BlobStore {
  /** Resolves once the bytes are safe, whole and readable under the key. Rejects for faults nobody asked for. */
  write(key: string, source: Readable, options: WriteOptions): Promise<WrittenBlob | UnwrittenBlob>;
  /** Rejects where there is no such blob. Destroying the stream lets go of whatever it holds open. */
  open(key: string, range?: ByteRange): Promise<Readable>;
  /** Removing what is not there succeeds. */
  remove(key: string): Promise<void>;
}

/** What file-type samples by its own default. */
export const HEAD_BYTES = 4100;
