import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { ArchiveStore } from './read-job-events.ts';

export interface MemoryArchiveStore extends ArchiveStore {
  readonly contents: Map<string, Buffer>;
  /** What was read: the key and the bytes. */
  readonly read: { readonly key: string; readonly byteCount: number }[];
}

/** Keeps archives in memory. */
export const createMemoryArchiveStore = (): MemoryArchiveStore => {
  const contents = new Map<string, Buffer>();
  const read: { key: string; byteCount: number }[] = [];
  return {
    contents,
    read,
    write: async (key, source) => {
      const bytes = await buffer(source);
      contents.set(key, bytes);
      return { sizeBytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    },
    open: async (key, range) => {
      const whole = contents.get(key);
      if (whole === undefined) throw new Error(`there is no archive ${key}`);
      const bytes = range === undefined ? whole : whole.subarray(range.start, range.end + 1);
      read.push({ key, byteCount: bytes.length });
      return Readable.from([bytes]);
    },
  };
};
