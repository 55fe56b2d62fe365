import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { buildApp } from './app.ts';
import { type ServerPorts, serverHandlers } from './server.ts';

let app: FastifyInstance | undefined;
afterEach(() => app?.close());
const open = async (
  checks: ServerPorts['checks'] = {},
  lanes: ReturnType<ServerPorts['lanes']> = {},
): Promise<FastifyInstance> => {
  app = await buildApp({
    handlers: serverHandlers({ version: '1.2.3', checks, lanes: () => lanes }),
    authenticate: async () => null,
  });
  return app;
};
const ask = async (url: string, ...parts: Parameters<typeof open>) => (await open(...parts)).inject(url);

test('health is open and shows the version', async () => {
  expect((await ask('/api/health')).json()).toEqual({ status: 'ok' });
  expect((await app?.inject('/api/version'))?.json()).toEqual({ version: '1.2.3' });
});

describe('readiness', () => {
  test('is 503 within two seconds if a check does not end', async () => {
    const server = await open({ database: () => new Promise(() => undefined) });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const answered = server.inject('/api/ready');
    await vi.waitUntil(() => vi.getTimerCount() > 0);
    await vi.advanceTimersByTimeAsync(2_000);
    const response = await answered;
    expect([response.statusCode, response.headers['retry-after'], response.json()]).toEqual([
      503,
      '1',
      { ready: false, checks: { database: { ok: false, reason: 'No answer within 1.8 s' } } },
    ]);
  });

  test('is 200 if every part is ready', async () => {
    const response = await ask('/api/ready', { database: async () => ({ ok: true }) });
    expect([response.statusCode, response.json()]).toEqual([
      200,
      { ready: true, checks: { database: { ok: true } } },
    ]);
  });

  test('stays 200 while a lane is unavailable, and shows the reason', async () => {
    const away = { ok: false, reason: 'connect ECONNREFUSED' } as const;
    const response = await ask('/api/ready', { database: async () => ({ ok: true }) }, { broker: away });
    expect([response.statusCode, response.json()]).toEqual([
      200,
      { ready: true, checks: { database: { ok: true }, broker: away } },
    ]);
  });

  test('is 503 with the reason of each part that is not ready', async () => {
    const response = await ask('/api/ready', {
      database: async () => ({ ok: true }),
      broker: async () => ({ ok: false, reason: 'no connection' }),
      replies: () => Promise.reject(new Error('no consumer')),
    });
    expect([response.statusCode, response.json()]).toEqual([
      503,
      {
        ready: false,
        checks: {
          database: { ok: true },
          broker: { ok: false, reason: 'no connection' },
          replies: { ok: false, reason: 'no consumer' },
        },
      },
    ]);
  });
});
