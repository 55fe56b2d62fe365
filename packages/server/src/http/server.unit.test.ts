import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import { buildApp } from './app.ts';
import { type ServerPorts, serverHandlers } from './server.ts';

let app: FastifyInstance | undefined;
afterEach(() => app?.close());
const ask = async (
  url: string,
  checks: ServerPorts['checks'] = {},
  lanes: ReturnType<ServerPorts['lanes']> = {},
) => {
  app = await buildApp({
    handlers: serverHandlers({ version: '1.2.3', checks, lanes: () => lanes }),
    authenticate: async () => null,
  });
  return app.inject(url);
};

test('anybody may ask whether the process lives, and which version it is', async () => {
  expect((await ask('/api/health')).json()).toEqual({ status: 'ok' });
  expect((await app?.inject('/api/version'))?.json()).toEqual({ version: '1.2.3' });
});

describe('readiness', () => {
  test('is 200 where every part is there', async () => {
    const response = await ask('/api/ready', { database: async () => ({ ok: true }) });
    expect([response.statusCode, response.json()]).toEqual([
      200,
      { ready: true, checks: { database: { ok: true } } },
    ]);
  });

  test('stays 200 while a lane is away: jobs wait, and the reason is said', async () => {
    const away = { ok: false, reason: 'connect ECONNREFUSED' } as const;
    const response = await ask('/api/ready', { database: async () => ({ ok: true }) }, { broker: away });
    expect([response.statusCode, response.json()]).toEqual([
      200,
      { ready: true, checks: { database: { ok: true }, broker: away } },
    ]);
  });

  test('is 503 with the reason of each part that is not, also of one that broke', async () => {
    const response = await ask('/api/ready', {
      database: async () => ({ ok: true }),
      broker: async () => ({ ok: false, reason: 'no connection' }),
      replies: () => Promise.reject(new Error('consumer gone')),
    });
    expect([response.statusCode, response.json()]).toEqual([
      503,
      {
        ready: false,
        checks: {
          database: { ok: true },
          broker: { ok: false, reason: 'no connection' },
          replies: { ok: false, reason: 'consumer gone' },
        },
      },
    ]);
  });
});
