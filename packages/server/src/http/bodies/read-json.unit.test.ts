import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Caller } from '../../model/caller.ts';
import { buildApp } from '../app.ts';
import { ok } from '../handler.ts';

const ANA: Caller = { kind: 'user', id: 'ana', name: 'Ana', email: 'ana@example.org', role: 'user' };
const MB = 1_024 * 1_024;

/** What the handlers were given. */
let given: { body: unknown; documents: unknown } | undefined;
let app: FastifyInstance;
let url: string;
beforeAll(async () => {
  const keep = async ({ body, raw }: { body: unknown; raw: { documents: unknown } }) => {
    const documents = Object.entries(raw.documents ?? {}).map(([name, json]) => [
      name,
      Buffer.from(json as Uint8Array).toString(),
    ]);
    given = { body, documents: Object.fromEntries(documents) };
    return ok('kept');
  };
  app = await buildApp({
    authenticate: async ({ headers }) => (headers['x-api-key'] === 'none' ? null : ANA),
    handlers: {
      addFileMetadata: keep,
      addFileTechnicalMetadata: keep,
      createDataset: async (request) => ({ ...(await keep(request)), body: { id: 'd1' } }),
      sendReports: async (request) => ({
        ...(await keep(request)),
        body: { lease: null, cancel_requested: false },
      }),
      signIn: async () => ok({ user: { id: 'ana', name: 'Ana', email: ANA.email } }),
    },
    callAuth: async () => new Response('{}'),
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  given = undefined;
});
afterAll(() => app.close());

const METADATA = '/api/files/f1/metadata.jsonld';
const post = async (
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  headers: Readonly<Record<string, string>> = {},
) => {
  const response = await fetch(url + path, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', connection: 'close', ...headers },
  });
  const answer = (await response.json()) as { error?: { code: string; message: string } };
  return { status: response.status, code: answer.error?.code, message: answer.error?.message };
};

/** Sends the beginning of a body that never ends. Whatever is answered was decided without its rest. */
const begin = async (path: string, text: string, headers: Record<string, string | number> = {}) => {
  const sent = httpRequest(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
  });
  sent.on('error', () => undefined);
  sent.write(text);
  const [response] = (await once(sent, 'response')) as [{ statusCode: number }];
  sent.destroy();
  return response.statusCode;
};

const AUTH_PATHS = ['/api/auth/sign-in/email', '/api/auth/change-password', '/api/auth/anything'];

describe('a body for accounts', () => {
  test.each(AUTH_PATHS)('of 17 kB is refused unread at %s', async (path) => {
    expect(await begin(path, '{', { 'content-length': 17 * 1_024 })).toBe(413);
  });

  test.each(AUTH_PATHS)('in chunks is refused at %s once 16 kB have come', async (path) => {
    expect(await begin(path, `{"email":"${'x'.repeat(17 * 1_024)}`)).toBe(413);
  });

  test('that is compressed is measured decompressed', async () => {
    const bomb = new Uint8Array(gzipSync(`{"email":"${'x'.repeat(20 * MB)}"}`));
    expect(await post('/api/auth/sign-in/email', bomb, { 'content-encoding': 'gzip' })).toMatchObject({
      status: 413,
      message: 'The body is larger than the 16 kB that are taken here.',
    });
  });

  test('of many values is refused', async () => {
    expect(await post('/api/auth/anything', `[${'1,'.repeat(500)}1]`)).toMatchObject({ status: 413 });
  });
});

describe('a body that would take long to parse', () => {
  test('is refused unparsed where it nests too deep', async () => {
    expect(await begin(METADATA, '['.repeat(300))).toBe(400);
    expect(await post(METADATA, '['.repeat(10 * MB - 1))).toMatchObject({
      status: 400,
      message: 'The document is nested deeper than 200 levels.',
    });
  });

  test.each([
    ['objects', '{},'],
    ['arrays', '[],'],
    ['numbers', '1,'],
    ['texts', '"",'],
  ])('is refused unparsed where it has too many %s', async (_, unit) => {
    expect(await begin('/api/datasets/createempty', `{"name":[${unit.repeat(20_001)}`)).toBe(413);
    expect(await begin(METADATA, `{"content":[${unit.repeat(1_000_001)}`)).toBe(413);
  });

  test('is refused unread where it is too long', async () => {
    expect(await begin('/api/datasets/createempty', '{', { 'content-length': MB + 1 })).toBe(413);
    expect(await begin(METADATA, '{', { 'content-length': 10 * MB + 1 })).toBe(413);
  });

  test('is refused unread where nobody is signed in', async () => {
    const headers = { 'content-length': 10 * MB, 'x-api-key': 'none' };
    expect(await begin(METADATA, '{', headers)).toBe(401);
  });

  test('is not read at an address that does not exist', async () => {
    expect(await begin('/api/nothing-here', '{', { 'content-length': 10 * MB })).toBe(404);
  });
});

describe('a large document', () => {
  const numbers = Array.from({ length: 150_000 }, (_, n) => n);

  test('is parsed in another thread, and its content handed on as JSON', async () => {
    const body = { '@context': ['https://schema.org'], agent: { '@type': 'x' }, content: { numbers } };
    expect(await post(METADATA, JSON.stringify(body))).toMatchObject({ status: 200 });
    expect(given).toEqual({
      body: { '@context': [], agent: { '@type': 'x' }, content: {} },
      documents: { '@context': '["https://schema.org"]', content: JSON.stringify({ numbers }) },
    });
  });

  test('that is the whole body is handed on as JSON', async () => {
    expect(await post('/api/files/f1/metadata', JSON.stringify(numbers))).toMatchObject({ status: 200 });
    expect(given).toEqual({ body: [], documents: { '': JSON.stringify(numbers) } });
  });

  test('is made storable', async () => {
    const content = { 'a\0': `\ud800${'x'.repeat(300_000)}` };
    await post(METADATA, JSON.stringify({ content }));
    expect(given?.documents).toEqual({
      content: JSON.stringify({ 'a\ufffd': `\ufffd${'x'.repeat(300_000)}` }),
    });
  });

  test('that is no JSON is refused', async () => {
    expect(await post(METADATA, `{"content":"${'x'.repeat(MB)}`)).toMatchObject({ code: 'malformed_json' });
    expect(await post(METADATA, `{"content":{"__proto__":[]},"x":"${'x'.repeat(MB)}"}`)).toMatchObject({
      code: 'malformed_json',
    });
  });

  test('of the wrong kind is refused by the schema of the route', async () => {
    expect(await post(METADATA, JSON.stringify({ content: 'x'.repeat(MB) }))).toMatchObject({
      code: 'bad_request',
    });
  });

  test('with too much beside its content is refused', async () => {
    const body = { content: {}, agent: { '@type': 'x', numbers } };
    expect(await post(METADATA, JSON.stringify(body))).toMatchObject({ status: 413, code: 'too_large' });
  });

  test('is one of many that wait for their turn', async () => {
    const body = JSON.stringify({ content: { numbers } });
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(METADATA, body)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20);
  });
});

test('a large batch of reports comes whole', async () => {
  const id = '0199a3c4-0000-7000-8000-000000000001';
  const reports = Array.from({ length: 500 }, (_, n) => ({
    id,
    kind: 'LOG',
    message: `${n} ${'é'.repeat(2_000)}`,
  }));
  const answer = await post('/api/jobs/j1/reports', JSON.stringify({ lease_id: 'l1', reports }));
  expect(answer).toMatchObject({ status: 200 });
  expect(given?.body).toEqual({ lease_id: 'l1', reports });
});

test('many small bodies at once are all parsed', async () => {
  const names = Array.from({ length: 50 }, (_, n) => `${n} ${'x'.repeat(20_000)}`);
  const answers = await Promise.all(
    names.map((description) =>
      post('/api/datasets/createempty', JSON.stringify({ name: 'Soil', description })),
    ),
  );
  expect(new Set(answers.map(({ status }) => status)).size).toBe(1);
});

test('a body that ends too early is refused', async () => {
  expect(await post(METADATA, 'x', { 'content-encoding': 'gzip' })).toMatchObject({ status: 400 });
});
