import type { FastifyRequest } from 'fastify';
import type { BlobStore } from '../../datasets/blobs/blob-store.ts';
import type { DatasetPorts } from '../../datasets/ports.ts';
import type { RequestedBytes } from './byte-range.ts';
import { contentDisposition } from './content-disposition.ts';

interface LinkPorts extends Pick<DatasetPorts, 'now' | 'publicUrl'> {
  readonly blobs: Pick<BlobStore, 'link'>;
}

interface LinkedBytes {
  readonly blobKey: string;
  readonly name: string;
  readonly mime: string;
}

interface LinkRequest {
  readonly raw: Pick<FastifyRequest, 'method' | 'headers' | 'hostname'>;
  readonly query: { readonly disposition: 'attachment' | 'inline' };
}

/**
 * The address at the store to which a download is redirected, so that its bytes do not pass through this server;
 * undefined where they have to. Only what is saved leaves: what a browser shows needs the headers of `send-bytes.ts`,
 * and the store sends none of them. Call this after the caller's rights were checked: the link asks for none.
 */
export const linkToBytes = async (
  { blobs, now, publicUrl }: LinkPorts,
  { blobKey, name, mime }: LinkedBytes,
  { raw, query }: LinkRequest,
  wanted: RequestedBytes,
): Promise<string | undefined> => {
  if (blobs.link === undefined || query.disposition !== 'attachment') return undefined;
  if (!canFollow(raw.headers) || raw.method !== 'GET' || !isSameRange(raw, wanted)) return undefined;
  const headers = {
    contentType: mime,
    contentDisposition: contentDisposition('attachment', name, mime),
    cacheControl: 'private, no-cache',
  };
  const link = await blobs.link(blobKey, headers, now());
  const { hostname } = new URL(link);
  // Cookies are sent to every port of a host, and by some clients headers are, too.
  return hostname === raw.hostname || hostname === new URL(publicUrl).hostname ? undefined : link;
};

/** Whether a client that follows a redirect to another origin gets the same bytes there, and takes no key along. */
const canFollow = (headers: FastifyRequest['headers']): boolean =>
  // Clients leave out `Authorization` and cookies then, but repeat headers that they do not know as credentials.
  headers['x-api-key'] === undefined &&
  // The store knows the bytes by another ETag, and perhaps another time.
  CONDITIONS.every((name) => headers[name] === undefined) &&
  // Scripts of a page are kept from reading other origins, and its pictures from being of them.
  (headers['sec-fetch-site'] === undefined || headers['sec-fetch-mode'] === 'navigate');

const CONDITIONS = ['if-match', 'if-none-match', 'if-modified-since', 'if-unmodified-since', 'if-range'];

/** The store reads the same header; one that counts for nothing here might count there. */
const isSameRange = ({ headers }: Pick<FastifyRequest, 'headers'>, wanted: RequestedBytes): boolean =>
  wanted !== 'none' && (headers.range === undefined) === (wanted === 'whole');
