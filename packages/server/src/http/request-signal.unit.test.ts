import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { disconnectSignal } from './request-signal.ts';

let app: FastifyInstance;
let signal: AbortSignal;
let answer: () => void;
let received: Promise<void>;

beforeEach(async () => {
  app = Fastify();
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  received = new Promise((resolve) => {
    app.post('/', async (_, reply) => {
      signal = disconnectSignal(reply);
      resolve();
      await answered;
      return {};
    });
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => app.close());

const post = () => {
  const { port } = app.server.address() as AddressInfo;
  const call = request({
    host: '127.0.0.1',
    port,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
  });
  call.end('{"read": "to its end"}');
  return call;
};

test('the signal does not abort while a client waits or after its answer', async () => {
  const call = post();
  await received;
  expect(signal.aborted).toBe(false);
  answer();
  const [response] = await once(call, 'response');
  await once(response.resume(), 'end');
  expect(signal.aborted).toBe(false);
});

test('the signal aborts when the client disconnects', async () => {
  const call = post();
  call.on('error', () => {});
  await received;
  const aborted = once(signal, 'abort');
  call.destroy();
  await aborted;
  expect(signal.aborted).toBe(true);
  answer();
});
