import { once } from 'node:events';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { openEventStream } from '../live/event-stream.ts';
import { buildApp } from './app.ts';
import { ANSWERED, NOTHING, ok } from './handler.ts';
import { countRequests } from './limit-requests.ts';

const LIMIT = { inAll: 3, perCaller: 2 };

let app: FastifyInstance;
let port: number;
beforeAll(async () => {
  app = await buildApp({
    authenticate: async ({ headers }) => {
      const id = String(headers['x-api-key']);
      return { kind: 'user', id, name: id, email: `${id}@example.org`, role: 'user' };
    },
    handlers: {
      addFileTags: async () => ok({ status: 'success' }),
      streamJobs: async ({ reply }) => {
        openEventStream(reply);
        return ANSWERED;
      },
      downloadDataset: async ({ reply }) => {
        reply.hijack().raw.writeHead(200).flushHeaders();
        return ANSWERED;
      },
      claimJob: async ({ signal }) => {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        return NOTHING;
      },
    },
    requests: countRequests({ bodies: LIMIT, streams: LIMIT, archives: LIMIT, claims: LIMIT }),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  port = (app.server.address() as AddressInfo).port;
});
afterAll(async () => {
  app.server.closeAllConnections();
  await app.close();
});

const send = (method: string, path: string, caller: string): ClientRequest => {
  const headers = { 'x-api-key': caller, 'content-type': 'application/json' };
  const request = httpRequest({ port, method, path, headers, agent: false });
  request.on('error', () => undefined);
  return request;
};

const answerOf = async (request: ClientRequest) => {
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const body = JSON.parse(await text(response)) as { error?: { code: string; message: string } };
  return { status: response.statusCode, retryAfter: response.headers['retry-after'], ...body.error };
};

const CLAIM = JSON.stringify({ instance_id: 'i1', version: '1', wait_s: 30 });

/** Requests that last until they are destroyed. */
const kinds = {
  'live streams': (caller: string) => send('GET', '/api/jobs/stream', caller).end(),
  'downloads of datasets': (caller: string) => send('GET', '/api/datasets/d1/download', caller).end(),
  'waiting claims': (caller: string) => send('POST', '/api/extractors/x/claims', caller).end(CLAIM),
  'requests with a body': (caller: string) => {
    const request = send('POST', '/api/files/f1/tags', caller);
    request.write('{"tags":');
    return request;
  },
};

describe.each(Object.keys(kinds) as (keyof typeof kinds)[])('%s', (kind) => {
  const open = kinds[kind];

  test('of one caller and in all are limited, and free again once they end', async () => {
    const arrived = vi.fn<() => void>();
    app.server.on('request', arrived);
    const held = [open('ana'), open('ana')];
    await expect.poll(() => arrived.mock.calls.length).toBe(2);
    expect(await answerOf(open('ana'))).toEqual({
      status: 429,
      retryAfter: '5',
      code: 'too_many_requests',
      message: `You have 2 ${kind} open. Wait until one has ended.`,
    });
    held.push(open('bob'));
    await expect.poll(() => arrived.mock.calls.length).toBe(4);
    expect(await answerOf(open('bob'))).toEqual({
      status: 503,
      retryAfter: '5',
      code: 'unavailable',
      message: `The server has as many ${kind} open as it can. Try again soon.`,
    });
    app.server.off('request', arrived);
    for (const request of held) request.destroy();
    await expect.poll(() => isTaken(open('ana'))).toBe(true);
  });
});

/** Whether a request is neither refused nor answered. It is ended then. */
const isTaken = async (request: ClientRequest): Promise<boolean> => {
  const refused = once(request, 'response').then(([response]) => response.statusCode >= 400);
  const waited = new Promise<false>((resolve) => setTimeout(() => resolve(false), 200));
  const isRefused = await Promise.race([refused, waited]);
  request.destroy();
  return !isRefused;
};
