import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as passes } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { afterEach, expect, test } from 'vitest';
import type { Caller } from '../../model/caller.ts';
import { buildApp } from '../app.ts';
import { ok } from '../handler.ts';

const ANA: Caller = { kind: 'user', id: 'ana', name: 'Ana', email: 'ana@example.org', role: 'user' };
const WINDOW_MS = 400;

let app: FastifyInstance;
let port: number;
/** How late the server begins to read an upload. */
let readsAfterMs = 0;
const open = async (): Promise<void> => {
  app = await buildApp({
    authenticate: async () => ANA,
    handlers: {
      showHealth: async () => ok({ status: 'ok' }),
      uploadToDataset: async ({ raw }) => {
        await passes(readsAfterMs);
        let bytes = 0;
        for await (const part of raw.parts())
          if (part.type === 'file') bytes += Buffer.byteLength(await text(part.file));
        return ok({ id: String(bytes) });
      },
      addFileTags: async () => ok({ status: 'success' }),
    },
    slowBodies: { windowMs: WINDOW_MS, leastOfForms: 1_000, leastOfOthers: 10_000 },
    headersMs: 1_000,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  port = (app.server.address() as AddressInfo).port;
};
afterEach(() => {
  readsAfterMs = 0;
  app.server.closeAllConnections();
  return app.close();
});

const JSON_HEAD =
  'POST /api/files/f1/tags HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n';

/** Sends a text byte by byte, and then goes on with spaces, until the server closes. Resolves to what it answered. */
const trickle = async (start: string, rest: string): Promise<string> => {
  const socket: Socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(start);
  let at = 0;
  const timer = setInterval(() => socket.write(rest[at++] ?? ' '), 50);
  const answer = text(socket).catch(() => '');
  await once(socket, 'close');
  clearInterval(timer);
  return answer;
};

test('a body that comes byte by byte is answered with 408', async () => {
  await open();
  expect(await trickle(JSON_HEAD, '{')).toMatch(/^HTTP\/1\.1 408 /);
});

test('headers that come byte by byte are answered with 408', async () => {
  await open();
  expect(await trickle('GET /api/health HTTP/1.1\r\n', 'X-Slow: ')).toMatch(/^HTTP\/1\.1 408 /);
});

const BOUNDARY = 'xxxxxxxx';
const FORM_HEADERS = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
const FORM_START = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="f"; filename="a.bin"\r\n\r\n`;
const FORM_END = `\r\n--${BOUNDARY}--\r\n`;

const upload = () => {
  const request = httpRequest({
    port,
    path: '/api/uploadToDataset/d1',
    method: 'POST',
    headers: FORM_HEADERS,
  });
  const answer = once(request, 'response').then(async ([response]) => JSON.parse(await text(response)));
  request.write(FORM_START);
  return { request, answer };
};

test('an upload that is slow but steady goes on for many windows', async () => {
  await open();
  const { request, answer } = upload();
  const parts = 40;
  for (let n = 0; n < parts; n++) {
    request.write('x'.repeat(500));
    await passes(WINDOW_MS / 8);
  }
  request.end(FORM_END);
  expect(await answer).toEqual({ id: String(parts * 500) });
});

test('an upload that the server reads late is not too slow', async () => {
  readsAfterMs = 4 * WINDOW_MS;
  await open();
  const { request, answer } = upload();
  const bytes = 2_000_000;
  request.write('x'.repeat(bytes));
  request.end(FORM_END);
  expect(await answer).toEqual({ id: String(bytes) });
});

test('500 slow connections keep nobody out, and all are ended', async () => {
  await open();
  const slow = Array.from({ length: 500 }, (_, n) =>
    n % 2 === 0 ? trickle(JSON_HEAD, '{') : trickle('GET / HTTP/1.1\r\n', 'X-Slow: '),
  );
  const all = Promise.all(slow);
  let isOver = false;
  void all.then(() => {
    isOver = true;
  });
  while (!isOver) {
    const response = await fetch(`http://127.0.0.1:${port}/api/health`);
    expect(response.status).toBe(200);
    await response.arrayBuffer();
  }
  const answers = await all;
  expect(answers.every((answer) => answer === '' || answer.startsWith('HTTP/1.1 408'))).toBe(true);
});
