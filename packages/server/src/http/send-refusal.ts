import type { Socket } from 'node:net';
import { redactKeys } from '@pawprint/core';
import type { ErrorCode, ErrorResponse } from '@pawprint/protocol';
import type { ConnectionError, FastifyReply, FastifyRequest } from 'fastify';
import { type Refusal, refuse } from '../model/refusal.ts';
import { breakDownload, takesAnyBody } from './break-download.ts';

/** Sends any refusal in the error shape of the API, or breaks a download off. */
export const sendRefusal = (request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply => {
  if (takesAnyBody(request)) return breakDownload(request, reply, STATUS_OF_ERROR[refusal.refused], refusal);
  void reply.code(STATUS_OF_ERROR[refusal.refused]).header('cache-control', 'no-store');
  const retryAfterS =
    refusal.retryAfterS ?? (refusal.refused === 'unavailable' ? DATABASE_RESTART_SECONDS : undefined);
  if (retryAfterS !== undefined) void reply.header('retry-after', retryAfterS);
  if (refusal.refused === 'not_signed_in' && expectsClowderText(request))
    return reply.type('text/plain; charset=utf-8').send('Not authorized');
  return (
    reply
      .type('application/json; charset=utf-8')
      // A message may quote what was sent, or what another program answered.
      .serializer((body: unknown) => redactKeys(JSON.stringify(body)))
      .send({ ...clowderFields(request, refusal), ...errorResponseOf(refusal) })
  );
};

const errorResponseOf = ({ refused, message, details }: Refusal): ErrorResponse => ({
  error: { code: refused, message, ...(details === undefined ? {} : { details }) },
});

/** Clowder v1 answers 401 as plain text, and its clients send only `Accept: *\/*`. */
const expectsClowderText = ({ routeOptions: { config }, headers }: FastifyRequest): boolean =>
  (config.apiRoute?.family ?? config.family) === 'clowder-v1' && !(headers.accept ?? '').includes('json');

/** The fields in which Clowder v1 answers that it has no such extractor; its clients may read them. */
const clowderFields = (request: FastifyRequest, { refused, message }: Refusal): object =>
  request.routeOptions.config.apiRoute?.family === 'clowder-v1' && refused === 'extractor_not_found'
    ? { status: 'KO', message }
    : {};

/** The embedded database is started again within five seconds of its end. */
const DATABASE_RESTART_SECONDS = 2;

/** The HTTP status of each refusal. */
export const STATUS_OF_ERROR: Readonly<Record<ErrorCode, number>> = {
  bad_request: 400,
  malformed_json: 400,
  upload_incomplete: 400,
  not_signed_in: 401,
  forbidden: 403,
  not_found: 404,
  dataset_not_found: 404,
  file_not_found: 404,
  preview_not_found: 404,
  section_not_found: 404,
  collection_not_found: 404,
  space_not_found: 404,
  user_not_found: 404,
  job_not_found: 404,
  view_not_found: 404,
  failure_not_found: 404,
  extractor_not_found: 404,
  method_not_allowed: 405,
  conflict: 409,
  lease_unknown: 409,
  already_ended: 409,
  job_over: 410,
  link_over: 410,
  too_large: 413,
  unsupported_media_type: 415,
  range_not_satisfiable: 416,
  too_many_requests: 429,
  internal: 500,
  not_offered: 501,
  unavailable: 503,
  disk_full: 507,
};

const STATUS_LINES: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** Answers what is not HTTP or not a whole request: Fastify has no reply for it, so the answer is written to the socket. */
export const answerClientError = ({ code }: Pick<ConnectionError, 'code'>, socket: Socket): void => {
  if (!socket.writable) return void socket.destroy();
  const body = JSON.stringify(
    errorResponseOf(refuse('bad_request', 'This is not a whole, well-formed request.')),
  );
  socket.end(
    [
      `HTTP/1.1 ${STATUS_LINES[code] ?? '400 Bad Request'}`,
      'Content-Type: application/json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
};
