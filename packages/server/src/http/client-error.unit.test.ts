import { type AddressInfo, connect } from 'node:net';
import { ErrorResponse } from '@pawprint/protocol';
import type { FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildApp } from './app.ts';

let app: FastifyInstance;
beforeEach(async () => {
  app = await buildApp({ handlers: {}, authenticate: async () => null });
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => app.close());

const answerTo = async (bytes: string): Promise<{ status: string; body: unknown }> => {
  const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  socket.write(bytes);
  const [head = '', body = ''] = (await socket.toArray()).join('').split('\r\n\r\n');
  return { status: head.split('\r\n')[0] ?? '', body: JSON.parse(body) };
};

test.each([
  ['what is not HTTP', 'hello\r\n\r\n', 'HTTP/1.1 400 Bad Request'],
  [
    'two lengths of one body',
    'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    'HTTP/1.1 400 Bad Request',
  ],
  [
    'headers without end',
    `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
    'HTTP/1.1 431 Request Header Fields Too Large',
  ],
])('%s is refused in the error shape', async (_, bytes, status) => {
  const answer = await answerTo(bytes);
  expect(answer.status).toBe(status);
  expect(ErrorResponse.parse(answer.body)).toMatchObject({ error: { code: 'bad_request' } });
});
