import type { IncomingHttpHeaders } from 'node:http';
import type { Instant } from '@pawprint/core';
import type { ByteRange } from '../../datasets/blobs/blob-store.ts';

/** The current version of some bytes, by which clients recognise what they already have. */
export interface Version {
  /** Strong, in quotes. */
  readonly etag: string;
  readonly lastModified: Instant;
}

export type RequestedBytes = 'whole' | 'none' | ByteRange;

/** Which of so many bytes a GET request wants: `Range` counts unless `If-Range` names another version. */
export const requestedBytes = (
  headers: IncomingHttpHeaders,
  sizeBytes: number,
  version: Version,
): RequestedBytes => (rangeApplies(headers, version) ? parseByteRange(headers.range, sizeBytes) : 'whole');

/** `If-Range`: a client that has parts of another version must get the whole, or it would mix the two. */
export const rangeApplies = (headers: IncomingHttpHeaders, { etag, lastModified }: Version): boolean => {
  const condition = headers['if-range'];
  if (condition === undefined) return true;
  return condition === etag || condition === new Date(lastModified).toUTCString();
};

/**
 * Reads a `Range` header (RFC 9110 §14.2). A server may ignore ranges that are malformed, in other units or several at
 * once: those give `whole`. `none` is a range that lies outside the bytes.
 */
export const parseByteRange = (header: string | undefined, sizeBytes: number): RequestedBytes => {
  const spec = BYTES.exec(header ?? '');
  const [first, last] = [spec?.[1] ?? '', spec?.[2] ?? ''];
  if (first === '' && last === '') return 'whole';
  return first === '' ? suffix(Number(last), sizeBytes) : fromStart(Number(first), last, sizeBytes);
};

/** No two runs of spaces adjoin: a header of thousands of spaces would otherwise be tried at every place to part them. */
const BYTES = /^\s*bytes\s*=\s*(?:(\d+)\s*)?-\s*(?:(\d+)\s*)?$/i;

const suffix = (length: number, sizeBytes: number): RequestedBytes => {
  if (length === 0 || sizeBytes === 0) return 'none';
  return { start: Math.max(0, sizeBytes - length), end: sizeBytes - 1 };
};

const fromStart = (start: number, last: string, sizeBytes: number): RequestedBytes => {
  const end = last === '' ? Number.POSITIVE_INFINITY : Number(last);
  if (end < start) return 'whole';
  return start < sizeBytes ? { start, end: Math.min(end, sizeBytes - 1) } : 'none';
};
