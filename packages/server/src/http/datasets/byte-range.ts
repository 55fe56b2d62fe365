import type { ByteRange } from '../../datasets/blobs/blob-store.ts';

export type WantedBytes = 'whole' | 'none' | ByteRange;

/**
 * Reads a `Range` header (RFC 9110 §14.2) for so many bytes. What is malformed, in other units or asks for several
 * ranges at once may be ignored and is; `none` is a range that lies outside.
 */
export const parseByteRange = (header: string | undefined, sizeBytes: number): WantedBytes => {
  const spec = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? '');
  const [first, last] = [spec?.[1] ?? '', spec?.[2] ?? ''];
  if (first === '' && last === '') return 'whole';
  return first === '' ? suffix(Number(last), sizeBytes) : fromStart(Number(first), last, sizeBytes);
};

const suffix = (length: number, sizeBytes: number): WantedBytes => {
  if (length === 0 || sizeBytes === 0) return 'none';
  return { start: Math.max(0, sizeBytes - length), end: sizeBytes - 1 };
};

const fromStart = (start: number, last: string, sizeBytes: number): WantedBytes => {
  const end = last === '' ? Number.POSITIVE_INFINITY : Number(last);
  if (end < start) return 'whole';
  return start < sizeBytes ? { start, end: Math.min(end, sizeBytes - 1) } : 'none';
};
