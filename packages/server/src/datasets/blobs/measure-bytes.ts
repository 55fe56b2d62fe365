import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { HEAD_BYTES, type WrittenBlob } from './blob-store.ts';

export interface Measure {
  /** Why not all bytes came; null if all did. */
  readonly stopped: () => 'too_large' | 'source_failed' | null;
  readonly result: () => WrittenBlob;
}

/**
 * Passes bytes through, and measures their size, digest and head. The iteration ends, without throwing, if the source
 * fails or is too large; afterwards `stopped` answers the reason.
 */
export const measureBytes = (
  source: Readable,
  limitBytes: number,
): { readonly bytes: AsyncIterable<Buffer>; readonly measure: Measure } => {
  // Without a listener, a source that fails before its first byte is read would end the process.
  source.on('error', () => {});
  const hash = createHash('sha256');
  const head: Buffer[] = [];
  let headBytes = 0;
  let sizeBytes = 0;
  let stopped: ReturnType<Measure['stopped']> = null;

  const add = (chunk: Buffer): void => {
    sizeBytes += chunk.length;
    hash.update(chunk);
    if (headBytes >= HEAD_BYTES) return;
    // A copy: a view of a few bytes would keep the whole chunk in memory.
    head.push(Buffer.from(chunk.subarray(0, HEAD_BYTES - headBytes)));
    headBytes += chunk.length;
  };

  const bytes = async function* (): AsyncGenerator<Buffer> {
    let isAtReader = false;
    try {
      for await (const chunk of source as AsyncIterable<Buffer>) {
        add(chunk);
        if (sizeBytes > limitBytes) return void (stopped = 'too_large');
        isAtReader = true;
        yield chunk;
        isAtReader = false;
      }
    } catch (error) {
      // `Readable.from` throws into what it reads when it is destroyed: that is no fault of the source.
      if (isAtReader) throw error;
      stopped = 'source_failed';
    }
  };
  const measure: Measure = {
    stopped: () => stopped,
    result: () => ({ sizeBytes, sha256: hash.digest('hex'), head: Buffer.concat(head) }),
  };
  return { bytes: bytes(), measure };
};
