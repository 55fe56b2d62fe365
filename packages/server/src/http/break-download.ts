import type { FastifyReply, FastifyRequest } from 'fastify';
import { credentialOf } from '../access/credential-of-request.ts';
import { isJobCredential } from '../access/job-credential.ts';
import type { Refusal } from '../model/refusal.ts';

/**
 * Whether the client may take whatever body it gets for the bytes of a file: an extractor that downloads, and does not
 * ask for JSON. Extractors on pyClowder often ignore the status, and whether a body is as long as was announced.
 */
export const takesAnyBody = (request: FastifyRequest): boolean =>
  request.method === 'GET' &&
  request.routeOptions.config.apiRoute?.answerKind === 'bytes' &&
  isFromJob(request) &&
  !(request.headers.accept ?? '').includes('json');

/** Also with a credential that was refused. */
const isFromJob = ({ caller, headers, query }: FastifyRequest): boolean => {
  if (caller) return caller.kind === 'job';
  const credential = credentialOf(headers, query);
  return credential?.kind === 'key' && isJobCredential(credential.key);
};

/**
 * Answers with the status and a body that nobody can read to its end: chunks are announced, and the connection is closed
 * before the first one. HTTP/1.0 has no chunks, and its clients are mostly proxies: there the body is declared as gzip,
 * which it is not.
 */
export const breakDownload = (
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  { refused }: Refusal,
): FastifyReply => {
  const { raw } = reply.hijack();
  const headers = { 'cache-control': 'no-store', connection: 'close', 'pawprint-error': refused };
  if (request.raw.httpVersion === '1.0') {
    raw.writeHead(status, { ...headers, 'content-encoding': 'gzip' }).end(`Refused: ${refused}`);
    return reply;
  }
  raw.writeHead(status, { ...headers, 'transfer-encoding': 'chunked' }).flushHeaders();
  raw.socket?.destroySoon();
  return reply;
};
