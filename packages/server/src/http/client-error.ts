import type { Socket } from 'node:net';
import type { ConnectionError } from 'fastify';
import { refuse } from './handler.ts';
import { errorResponseOf } from './send-refusal.ts';

const STATUS_LINES: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** For what is not HTTP, or never became a whole request: there is nobody to answer but the socket. */
export const answerClientError = ({ code }: ConnectionError, socket: Socket): void => {
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
