import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { ErrorResponse, routes } from '@pawprint/protocol';
import { ADMIN, startTestServer, type TestServer } from '@pawprint/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const TABLES = [
  'users',
  'sessions',
  'api_keys',
  'datasets',
  'files',
  'metadata',
  'previews',
  'tags',
  'jobs',
] as const;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const countRows = async (): Promise<Record<string, number>> => {
  const counts = TABLES.map(async (table) => {
    const { rows } = await sql<{ count: number }>`select count(*) from ${sql.table(table)}`.execute(
      server.db,
    );
    return [table, rows[0]?.count ?? 0] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
};

/** A request; a header set to undefined is sent without the usual value. */
interface Attempted extends Omit<RequestInit, 'headers'> {
  readonly headers?: Readonly<Record<string, string | undefined>>;
}
const definedOnly = (headers: Record<string, string | undefined>): Headers => {
  const defined = new Headers();
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) defined.set(name, value);
  return defined;
};
const json = { 'content-type': 'application/json' };
const CREATE = '/api/datasets/createempty';
const NO_ID = '0192f0c1-0000-7000-8000-000000000000';

/** Their answers show everybody what is public. */
const LISTS_FOR_EVERYBODY = ['see datasets', 'see jobs'];

describe('a server', () => {
  test('answers without a key that it is ready', async () => {
    const response = await fetch(`${server.url}/api/ready`);
    expect([response.status, await response.json()]).toEqual([
      200,
      {
        ready: true,
        checks: { database: { ok: true }, live_updates: { ok: true }, first_administrator: { ok: true } },
      },
    ]);
  });

  test('accepts the key of PAWPRINT_ADMIN_KEY', async () => {
    expect(await server.client.call('showMe', {})).toMatchObject({
      email: ADMIN.email,
      role: 'admin',
      rights: ['create', 'operate', 'inspect', 'audit', 'administer'],
    });
  });

  test('answers 401 without a key on every route that is not open', async () => {
    const unanswered: string[] = [];
    for (const { method, path, access, right } of Object.values(routes)) {
      if (access === 'open' || LISTS_FOR_EVERYBODY.includes(right)) continue;
      const url = server.url + path.replaceAll(/:[a-z_]+/g, NO_ID);
      const { status } = await fetch(url, { method, headers: { accept: 'application/json' } });
      if (status !== 401) unanswered.push(`${method} ${path}: ${status}`);
    }
    expect(unanswered).toEqual([]);
  });

  test('signs in by password, and recognises the cookie', async () => {
    const signedIn = await fetch(`${server.url}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: json,
      body: JSON.stringify({ email: ADMIN.email, password: ADMIN.password }),
    });
    const cookie = signedIn.headers.getSetCookie().map((line) => line.split(';')[0]);
    const me = await fetch(`${server.url}/api/me`, { headers: { cookie: cookie.join('; ') } });
    expect(await me.json()).toMatchObject({ email: ADMIN.email });
  });
});

describe('a bad request has the error shape and changes nothing', () => {
  const large = `{"name":"${'x'.repeat(21 * 1024 * 1024)}"}`;
  test.each<[string, string, Attempted, number, string]>([
    ['malformed JSON', CREATE, { method: 'POST', headers: json, body: '{"name": ' }, 400, 'malformed_json'],
    ['a wrong shape', CREATE, { method: 'POST', headers: json, body: '{"name": 7}' }, 400, 'bad_request'],
    ['too large', CREATE, { method: 'POST', headers: json, body: large }, 413, 'too_large'],
    ['another type', CREATE, { method: 'POST', body: 'name=x' }, 415, 'unsupported_media_type'],
    ['an unknown dataset', `/api/datasets/${NO_ID}`, {}, 404, 'dataset_not_found'],
    ['an unknown file', `/api/files/${NO_ID}/metadata`, {}, 404, 'file_not_found'],
    ['an unknown job', `/api/jobs/${NO_ID}`, {}, 404, 'job_not_found'],
    ['an id that is none', '/api/jobs/%00', {}, 404, 'job_not_found'],
    ['an unknown extractor', '/api/extractors/none', {}, 404, 'extractor_not_found'],
    ['an unknown address', '/api/nowhere', {}, 404, 'not_found'],
    ['a wrong method', `/api/jobs/${NO_ID}`, { method: 'DELETE' }, 405, 'method_not_allowed'],
    ['no key', CREATE, { method: 'POST', headers: { 'x-api-key': undefined } }, 401, 'not_signed_in'],
    ['a wrong key', CREATE, { method: 'POST', headers: { 'x-api-key': 'wrong' } }, 401, 'not_signed_in'],
    [
      'a page of another origin',
      '/api/auth/sign-in/email',
      {
        method: 'POST',
        headers: { ...json, 'x-api-key': undefined, origin: 'https://evil.example' },
        body: JSON.stringify({ email: ADMIN.email, password: ADMIN.password }),
      },
      403,
      'forbidden',
    ],
  ])('%s', async (_, path, init, status, code) => {
    const before = await countRows();
    const headers = { accept: 'application/json', 'x-api-key': ADMIN.key, ...init.headers };
    const response = await fetch(server.url + path, { ...init, headers: definedOnly(headers) });
    const { error } = ErrorResponse.parse(await response.json());
    expect([response.status, error.code]).toEqual([status, code]);
    expect(await countRows()).toEqual(before);
  });
});

test('a port in use stops the start with a sentence that names the setting, and leaves nothing open', async () => {
  const squatter = createServer().listen(0, '127.0.0.1');
  await once(squatter, 'listening');
  const { port } = squatter.address() as AddressInfo;
  await expect(startTestServer({ PAWPRINT_PORT: String(port) })).rejects.toThrow(
    `Port ${port} on 127.0.0.1 is in use by another program. Set PAWPRINT_PORT`,
  );
  squatter.close();
});

test('a stop answers waiting claims and ends the streams', async () => {
  const other = await startTestServer();
  const headers = { ...json, authorization: `Bearer ${ADMIN.key}` };
  const extractor = { name: 'test.waits', version: '1.0', description: '', process: { file: ['text/*'] } };
  await other.client.call('registerExtractor', { body: extractor });
  const claim = httpRequest(`${other.url}/api/extractors/test.waits/claims`, { method: 'POST', headers });
  claim.end(JSON.stringify({ instance_id: 'i1', version: '1.0', wait_s: 30 }));
  const answered = once(claim, 'response');
  // It is under way before the stream is asked for, which fetch does not promise.
  await once(claim, 'finish');
  const stream = await fetch(`${other.url}/api/jobs/stream`, { headers });
  const reader = stream.body?.getReader();
  await reader?.read();
  const stopped = other.stop();
  const [answer] = await answered;
  expect(answer.statusCode).toBe(204);
  for (let last = await reader?.read(); last && !last.done; ) last = await reader?.read();
  await stopped;
});
