import type { InjectOptions } from 'fastify';
import { describe, expect, test } from 'vitest';
import { buildApp } from './app.ts';
import { ok } from './handler.ts';

const statusOf = async (request: InjectOptions, publicUrl?: string): Promise<number> => {
  const app = await buildApp({
    handlers: { createDataset: async () => ok({ id: 'd1' }), listDatasets: async () => ok([]) },
    authenticate: async () => ({ kind: 'user', id: 'u1', name: 'Ada', email: 'a@example.org', role: 'user' }),
    ...(publicUrl ? { publicUrl } : {}),
  });
  const { statusCode } = await app.inject(request);
  await app.close();
  return statusCode;
};

const posting = (headers: Record<string, string>, host = 'localhost:9000'): InjectOptions => ({
  method: 'POST',
  url: '/api/datasets/createempty',
  headers: { host, cookie: 'pawprint.session_token=x', ...headers },
  payload: { name: 'Leaves' },
});

describe('a change with a cookie', () => {
  test.each([
    ['our own page', { origin: 'http://localhost:9000', 'sec-fetch-site': 'same-origin' }],
    ['the address bar', { 'sec-fetch-site': 'none' }],
    ['our own page, by its origin alone', { origin: 'http://localhost:9000' }],
    ['a program that is no browser', {}],
  ])('is done from %s', async (_, headers) => {
    expect(await statusOf(posting(headers as Record<string, string>))).toBe(200);
  });

  test.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['a sister of our site', { origin: 'http://evil.localhost:9000', 'sec-fetch-site': 'same-site' }],
    ['another site, by its origin alone', { origin: 'https://evil.example' }],
    ['another port of this machine', { origin: 'http://localhost:8000' }],
    ['a page that hides where it is', { origin: 'null' }],
  ])('is refused from %s', async (_, headers) => {
    expect(await statusOf(posting(headers))).toBe(403);
  });

  test('is allowed under any name of the server', async () => {
    expect(await statusOf(posting({ origin: 'http://127.0.0.1:9000' }, '127.0.0.1:9000'))).toBe(200);
  });

  test('is allowed from the public address behind a proxy', async () => {
    const headers = { origin: 'https://data.example.org' };
    expect(await statusOf(posting(headers, 'pawprint:9000'), 'https://data.example.org/')).toBe(200);
    expect(await statusOf(posting(headers, 'pawprint:9000'))).toBe(403);
  });
});

describe('a request from another site', () => {
  const elsewhere = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };

  test('can read, since it cannot see the answer', async () => {
    expect(await statusOf({ url: '/api/datasets', headers: elsewhere })).toBe(200);
  });

  test.each([
    ['X-API-Key', { 'x-api-key': 'K' }],
    ['Bearer', { authorization: 'Bearer K' }],
  ])('may change with a deliberate %s', async (_, key) => {
    expect(await statusOf(posting({ ...elsewhere, ...key }))).toBe(200);
  });

  test('cannot change anything with Basic, which browsers add by themselves', async () => {
    expect(await statusOf(posting({ ...elsewhere, authorization: 'Basic YTpi' }))).toBe(403);
  });
});
