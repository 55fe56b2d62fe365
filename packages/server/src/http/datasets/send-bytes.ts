import { Readable } from 'node:stream';
import type { Instant } from '@pawprint/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { BlobStore } from '../../datasets/blobs/blob-store.ts';
import type { StoredBytes } from '../../model/file.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import { ANSWERED } from '../handler.ts';
import { parseByteRange, type WantedBytes } from './byte-range.ts';
import { isUnchanged, rangeHolds, type Version, versionHeaders } from './conditional.ts';
import { contentDisposition } from './content-disposition.ts';

export interface SentBytes extends StoredBytes {
  readonly name: string;
  readonly mime: string;
  readonly modifiedAt: Instant;
}

export interface BytesRequest {
  readonly raw: FastifyRequest;
  readonly reply: FastifyReply;
  readonly query: { readonly disposition: 'attachment' | 'inline' };
}

/** What people and extractors put in is never to act in the name of this site, whatever type it claims. */
const UNTRUSTED = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "sandbox; default-src 'none'",
  'cross-origin-resource-policy': 'same-origin',
};

const OUTSIDE = refuse('range_not_satisfiable', 'The range lies outside the file.');

/** Answers with the bytes, a part of them, their headers alone (HEAD), or the news that nothing is new. */
export const sendBytes = async (
  blobs: BlobStore,
  bytes: SentBytes,
  { raw, reply, query }: BytesRequest,
): Promise<typeof ANSWERED | Refusal> => {
  const version: Version = { etag: `"${bytes.sha256}"`, lastModified: bytes.modifiedAt };
  void reply.headers({ ...UNTRUSTED, ...versionHeaders(version), 'accept-ranges': 'bytes' });
  void reply.header('cache-control', 'private, no-cache');
  if (isUnchanged(raw.headers, version)) {
    void reply.code(304).send();
    return ANSWERED;
  }
  const wanted = wantedBytes(raw, bytes, version);
  if (wanted === 'none') {
    void reply.header('content-range', `bytes */${bytes.sizeBytes}`);
    return OUTSIDE;
  }
  describe(reply, bytes, wanted, query.disposition);
  // Fastify closes the stream, and with it the file, when the client goes away.
  void reply.send(raw.method === 'HEAD' ? Readable.from([]) : await open(blobs, bytes, wanted));
  return ANSWERED;
};

/** Ranges are for GET alone (RFC 9110 §14.2). */
const wantedBytes = (raw: FastifyRequest, { sizeBytes }: SentBytes, version: Version): WantedBytes =>
  raw.method === 'GET' && rangeHolds(raw.headers, version)
    ? parseByteRange(raw.headers.range, sizeBytes)
    : 'whole';

const describe = (
  reply: FastifyReply,
  { name, mime, sizeBytes }: SentBytes,
  wanted: Exclude<WantedBytes, 'none'>,
  disposition: 'attachment' | 'inline',
): void => {
  void reply.headers({
    'content-type': mime,
    'content-disposition': contentDisposition(disposition, name, mime),
  });
  if (wanted === 'whole') void reply.header('content-length', sizeBytes);
  else
    void reply.code(206).headers({
      'content-range': `bytes ${wanted.start}-${wanted.end}/${sizeBytes}`,
      'content-length': wanted.end - wanted.start + 1,
    });
};

const open = (blobs: BlobStore, { blobKey }: SentBytes, wanted: WantedBytes): Promise<Readable> =>
  typeof wanted === 'string' ? blobs.open(blobKey) : blobs.open(blobKey, wanted);
