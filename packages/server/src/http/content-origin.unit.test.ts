import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createContentLinks } from '../access/content-links.ts';
import type { UserCaller } from '../model/caller.ts';
import { buildApp } from './app.ts';
import { ANSWERED, type HandlerRequest, ok } from './handler.ts';

const ADA: UserCaller = { kind: 'user', id: 'u1', name: 'Ada', email: 'ada@example.org', role: 'user' };
const ID = '0199a3c4-0000-7000-8000-000000000001';
const INLINE = `/api/files/${ID}?disposition=inline`;
const COOKIE = { cookie: 'pawprint.session_token=x' };
const CONTENT = { host: 'content.example.org' };

type Download = Pick<HandlerRequest<'downloadFile'>, 'caller' | 'reply'>;

const sendCaller = async ({ caller, reply }: Download): Promise<typeof ANSWERED> => {
  void reply.send(`for ${caller.kind}`);
  return ANSWERED;
};

let app: FastifyInstance;
beforeEach(async () => {
  app = await buildApp({
    authenticate: async ({ headers }) => (headers.cookie || headers['x-api-key'] ? ADA : null),
    contentLinks: createContentLinks({
      origin: 'https://content.example.org',
      secret: 'a'.repeat(43),
      findPerson: async () => ADA,
      now: Date.now,
    }),
    handlers: {
      downloadFile: sendCaller,
      downloadFileBlob: sendCaller,
      showFile: async () => {
        throw new Error('reached');
      },
      showHealth: async () => ok({ status: 'ok' }),
    },
  });
});
afterEach(() => app.close());

const answerOf = async (request: InjectOptions) => {
  const { statusCode, headers, body } = await app.inject(request);
  return { status: statusCode, headers, body, location: String(headers.location ?? '') };
};

const issued = async (): Promise<string> => {
  const { location } = await answerOf({ url: INLINE, headers: COOKIE });
  const { pathname, search } = new URL(location);
  return pathname + search;
};

describe('at the address of the server', () => {
  test('a browser that shows a file is sent to the other origin', async () => {
    const { status, headers, location } = await answerOf({ url: INLINE, headers: COOKIE });
    expect([status, headers['cache-control']]).toEqual([302, 'no-store']);
    expect(location).toMatch(/^https:\/\/content\.example\.org\/api\/files\/\S+\?disposition=inline&token=/);
  });

  test.each([
    ['a download', { url: `/api/files/${ID}`, headers: COOKIE }],
    ['a client with a key', { url: INLINE, headers: { 'x-api-key': 'k' } }],
    ['a client with a key in the address', { url: `${INLINE}&key=k`, headers: COOKIE }],
  ])('%s stays', async (_, request) => {
    expect(await answerOf(request)).toMatchObject({ status: 200, body: 'for user' });
  });

  test('a signed address signs nobody in', async () => {
    expect(await answerOf({ url: await issued() })).toMatchObject({ status: 401 });
  });
});

describe('at the origin for content', () => {
  test('a signed address shows the file to a page of another origin', async () => {
    const { status, body, headers } = await answerOf({ url: await issued(), headers: CONTENT });
    expect([status, body]).toEqual([200, 'for user']);
    expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
  });

  test.each([
    ['a cookie', COOKIE],
    ['a key', { 'x-api-key': 'k' }],
  ])('%s counts for nothing', async (_, headers) => {
    const answer = await answerOf({ url: INLINE, headers: { ...CONTENT, ...headers } });
    expect(answer.status).toBe(403);
  });

  test('a token for another path is refused', async () => {
    const url = (await issued()).replace('?', '/blob?');
    expect((await answerOf({ url, headers: CONTENT })).status).toBe(403);
  });

  test.each([
    '/',
    '/index.html',
    '/datasets',
    '/api/health',
    '/api/docs',
    `/api/files/${ID}/metadata`,
    '/metrics',
  ])('%s is not there', async (url) => {
    const headers = { ...CONTENT, ...COOKIE, accept: 'text/html' };
    expect((await answerOf({ url, headers })).status).toBe(404);
  });
});
