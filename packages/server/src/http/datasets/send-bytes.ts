import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import type { Instant } from '@pawprint/core';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fresh from 'fresh';
import type { BlobStore } from '../../datasets/blobs/blob-store.ts';
import type { DatasetPorts } from '../../datasets/ports.ts';
import type { StoredBytes } from '../../model/file.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import { takesAnyBody } from '../break-download.ts';
import { ANSWERED } from '../handler.ts';
import { POLICIES } from '../security-headers.ts';
import { type RequestedBytes, requestedBytes, type Version } from './byte-range.ts';
import { contentDisposition } from './content-disposition.ts';
import { linkToBytes } from './link-download.ts';

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

/**
 * Answers with the bytes, a range of them, their headers alone (HEAD), 304 where the client has them, or a redirect to
 * the store where it has to send them.
 */
export const sendBytes = async (
  ports: Pick<DatasetPorts, 'blobs' | 'now' | 'publicUrl'>,
  bytes: SentBytes,
  request: BytesRequest,
): Promise<typeof ANSWERED | Refusal> => {
  const { raw, reply, query } = request;
  const version: Version = { etag: `"${bytes.sha256}"`, lastModified: bytes.modifiedAt };
  // Ranges are for GET alone (RFC 9110 §14.2).
  const wanted = raw.method === 'GET' ? requestedBytes(raw.headers, bytes.sizeBytes, version) : 'whole';
  const link = await linkToBytes(ports, bytes, request, wanted);
  if (link !== undefined) {
    void reply.header('cache-control', 'no-store').redirect(link);
    return ANSWERED;
  }
  void reply.headers({
    ...UNTRUSTED,
    etag: version.etag,
    'last-modified': new Date(version.lastModified).toUTCString(),
    'accept-ranges': 'bytes',
    'cache-control': 'private, no-cache',
  });
  if (isUnchanged(raw.headers, version.etag)) {
    void reply.code(304).send();
    return ANSWERED;
  }
  if (wanted === 'none') {
    void reply.header('content-range', `bytes */${bytes.sizeBytes}`);
    return OUTSIDE;
  }
  setContentHeaders(reply, bytes, wanted, query.disposition);
  // In chunks: a client that does not compare lengths then notices, too, where a download broke off.
  if (takesAnyBody(raw)) void reply.removeHeader('content-length');
  // Fastify closes the stream, and with it the file, when the client disconnects.
  void reply.send(raw.method === 'HEAD' ? Readable.from([]) : await openBlob(ports.blobs, bytes, wanted));
  return ANSWERED;
};

/** What people and extractors upload must not act in the name of this site, whatever type it claims to have. */
const UNTRUSTED = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': POLICIES.content,
};

const OUTSIDE = refuse('range_not_satisfiable', 'The range lies outside the file.');

/** `If-None-Match`: the client has this version already. */
export const isUnchanged = (headers: IncomingHttpHeaders, etag: string): boolean => {
  const known = headers['if-none-match'];
  return known !== undefined && fresh({ 'if-none-match': known }, { etag });
};

const setContentHeaders = (
  reply: FastifyReply,
  { name, mime, sizeBytes }: SentBytes,
  wanted: Exclude<RequestedBytes, 'none'>,
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

const openBlob = (
  blobs: BlobStore,
  { blobKey }: SentBytes,
  wanted: Exclude<RequestedBytes, 'none'>,
): Promise<Readable> => (wanted === 'whole' ? blobs.open(blobKey) : blobs.open(blobKey, wanted));
