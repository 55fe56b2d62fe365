import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { HEAD_BYTES, type WrittenBlob } from './blob-store.ts';

export interface Measure {
  /** Why the bytes ended before their end, if they did. */
  stopped: 'too_large' | 'source_failed' | null;
  result(): WrittenBlob;
}

/**
 * Hands bytes through and learns their size, digest and head on the way. It ends where the source breaks off or grows
 * too large, and never throws: after the last byte, `stopped` says whether that was all.
 */
export const measured = (
  source: Readable,
  limitBytes: number,
): { readonly bytes: AsyncIterable<Buffer>; readonly measure: Measure } => {
  // A source that fails before its first byte is asked for would otherwise end the process.
  source.on('error', () => {});
  const hash = createHash('sha256');
  const head: Buffer[] = [];
  let headBytes = 0;
  let sizeBytes = 0;

  const take = (chunk: Buffer): void => {
    sizeBytes += chunk.length;
    hash.update(chunk);
    if (headBytes >= HEAD_BYTES) return;
    // Copied, or a few bytes would keep the whole chunk alive.
    head.push(Buffer.from(chunk.subarray(0, HEAD_BYTES - headBytes)));
    headBytes += chunk.length;
  };

  const measure: Measure = {
    stopped: null,
    result: () => ({ sizeBytes, sha256: hash.digest('hex'), head: Buffer.concat(head) }),
  };
  const bytes = async function* (): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of source as AsyncIterable<Buffer>) {
        take(chunk);
        if (sizeBytes <= limitBytes) yield chunk;
        else return void (measure.stopped = 'too_large');
      }
    } catch {
      measure.stopped = 'source_failed';
    }
  };
  return { bytes: bytes(), measure };
};
