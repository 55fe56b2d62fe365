import { once } from 'node:events';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { disconnectSignal } from './request-signal.ts';

let app: FastifyInstance;
let signal: AbortSignal;
let answer: () => void;
let asked: Promise<void>;

beforeEach(async () => {
  app = Fastify();
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  asked = new Promise((resolve) => {
    app.post('/', async (_, reply) => {
      signal = disconnectSignal(reply);
      resolve();
      await held;
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

test('a client that waits for its answer is not gone, before and after it has it', async () => {
  const call = post();
  await asked;
  expect(signal.aborted).toBe(false);
  answer();
  const [response] = await once(call, 'response');
  await once(response.resume(), 'end');
  expect(signal.aborted).toBe(false);
});

test('a client that hangs up is gone', async () => {
  const call = post();
  call.on('error', () => {});
  await asked;
  const gone = once(signal, 'abort');
  call.destroy();
  await gone;
  expect(signal.aborted).toBe(true);
  answer();
});
