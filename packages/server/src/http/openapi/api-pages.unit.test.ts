import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import type { Caller } from '../../model/caller.ts';
import { buildApp } from '../app.ts';

const ADA: Caller = { kind: 'user', id: 'u1', name: 'Ada', email: 'ada@example.org', role: 'user' };

let app: FastifyInstance | undefined;
afterEach(() => app?.close());
const open = async (caller: Caller | null): Promise<FastifyInstance> => {
  app = await buildApp({ handlers: {}, authenticate: async () => caller, version: '1.2.3' });
  return app;
};

describe('the API pages', () => {
  test('serve the document', async () => {
    const response = await (await open(ADA)).inject('/api/openapi.json');
    expect(response.json()).toMatchObject({ openapi: '3.1.0', info: { version: '1.2.3' } });
  });

  test('show it in a browser without other origins', async () => {
    const response = await (await open(ADA)).inject('/api/docs/');
    expect(response.headers['content-type']).toMatch('text/html');
    expect(response.headers['content-security-policy']).toMatch("script-src 'self';");
    expect(response.body).not.toMatch(/<script>|https?:\/\//);
  });

  test.each(['/api/openapi.json', '/api/docs', '/api/docs/json'])('need a sign-in at %s', async (url) => {
    const response = await (await open(null)).inject(url);
    expect([response.statusCode, response.json().error.code]).toEqual([401, 'not_signed_in']);
  });
});
