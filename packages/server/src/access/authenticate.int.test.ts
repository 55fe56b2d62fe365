import { NewApiKey } from '@pawprint/protocol';
import { createTestDatabase, type TestDatabase } from '@pawprint/testing';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessHandlers } from '../http/accounts/accounts.ts';
import { buildApp } from '../http/app.ts';
import { type Access, createAccess } from './create-access.ts';
import { ensureFirstAdmin } from './first-admin.ts';
import { addApiKey } from './keys.ts';
import { ensureExtractorUser } from './users.ts';

const ADMIN = { email: 'admin@example.org', password: 'correct horse battery', key: 'K' };

let database: TestDatabase;
let app: FastifyInstance;
let access: Access;
let now = Date.parse('2026-11-24T02:00:00Z');
const later = (ms: number): void => {
  now += ms;
};

const DAY_MS = 24 * 60 * 60 * 1_000;
const openAccess = (): Promise<Access> =>
  createAccess({
    db: database.db,
    address: { publicUrl: 'http://localhost:9000' },
    now: () => now,
    allowPublic: true,
    jobCredentialMs: 90 * DAY_MS,
  });

beforeAll(async () => {
  database = await createTestDatabase();
  await ensureFirstAdmin({ db: database.db, now: () => now }, ADMIN);
  access = await openAccess();
  app = await buildApp({
    handlers: accessHandlers({ ...access.accounts, callAuth: access.callAuth }),
    authenticate: (request) => access.authenticate(request),
    callAuth: access.callAuth,
  });
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const me = (headers: Record<string, string>, query = '') =>
  app.inject({ url: `/api/me${query}`, headers: { accept: 'application/json', ...headers } });
const basic = (user: string, password: string): Record<string, string> => ({
  authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
});
const signIn = (payload: object, headers: Record<string, string> = {}, remoteAddress = '10.0.0.1') =>
  app.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload, headers, remoteAddress });
const cookieOf = (response: Awaited<ReturnType<typeof signIn>>): string =>
  response.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');

describe('signing in', () => {
  test('with e-mail and password sets a cookie that identifies the caller', async () => {
    const response = await signIn(ADMIN);
    expect(response.statusCode).toBe(200);
    expect((await me({ cookie: cookieOf(response) })).json()).toMatchObject({
      email: ADMIN.email,
      role: 'admin',
    });
  });

  test('sets a cookie that scripts cannot read and other sites do not send', async () => {
    const [cookie] = (await signIn(ADMIN)).cookies;
    expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
    expect(cookie?.secure).toBeUndefined();
  });

  test('answers with the user but without the token of the session', async () => {
    const { user, ...rest } = (await signIn(ADMIN)).json();
    expect(user).toEqual({ id: expect.any(String), name: 'Administrator', email: ADMIN.email });
    expect(rest).toEqual({});
  });

  test('with a wrong password or an unknown e-mail gives the same 401', async () => {
    const wrong = await signIn({ ...ADMIN, password: 'wrong horse' }, {}, '10.0.0.2');
    const unknown = await signIn({ ...ADMIN, email: 'unknown@example.org' }, {}, '10.0.0.2');
    expect(wrong.statusCode).toBe(401);
    expect(wrong.json()).toMatchObject({ error: { code: 'not_signed_in' } });
    expect([unknown.statusCode, unknown.json()]).toEqual([wrong.statusCode, wrong.json()]);
    expect(wrong.cookies).toEqual([]);
  });

  test('is refused from a page of another origin', async () => {
    const response = await signIn(ADMIN, { origin: 'https://evil.example' });
    expect([response.statusCode, response.json().error.code]).toEqual([403, 'forbidden']);
    expect(response.cookies).toEqual([]);
  });

  test('is refused for a minute after ten wrong passwords from an address', async () => {
    const guess = (password: string) => signIn({ ...ADMIN, password }, {}, '10.0.0.3');
    await Promise.all(Array.from({ length: 10 }, () => guess('wrong horse')));
    const blocked = await guess(ADMIN.password);
    expect([blocked.statusCode, blocked.json().error.code]).toEqual([429, 'too_many_requests']);
    expect(blocked.headers['retry-after']).toBe('60');
    expect((await signIn(ADMIN, {}, '10.0.0.4')).statusCode).toBe(200);
    later(61_000);
    expect((await guess(ADMIN.password)).statusCode).toBe(200);
  });

  test('creates no account, since that route of better-auth is not offered', async () => {
    const response = await app.inject({
      method: 'POST',
      url: '/api/auth/sign-up/email',
      payload: { email: 'eve@example.org', password: 'long enough', name: 'Eve' },
    });
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ error: { code: 'not_found' } });
    const eve = database.db.selectFrom('users').select('id').where('email', '=', 'eve@example.org');
    expect(await eve.execute()).toEqual([]);
  });
});

describe('signing out', () => {
  test('ends the session', async () => {
    const cookie = cookieOf(await signIn(ADMIN));
    const response = await app.inject({
      method: 'POST',
      url: '/api/auth/sign-out',
      payload: {},
      headers: { cookie },
    });
    expect(response.json()).toEqual({ success: true });
    expect((await me({ cookie })).statusCode).toBe(401);
  });
});

interface Target {
  readonly method?: 'GET' | 'DELETE';
  readonly url?: string;
}

/** Sends a key in one of the ways in which a key can be sent. */
const sendWith =
  (place: (key: string) => { readonly headers?: Record<string, string>; readonly query?: string }) =>
  (key: string, { method = 'GET', url = '/api/me' }: Target = {}) => {
    const { headers = {}, query = '' } = place(key);
    return app.inject({ method, url: url + query, headers: { accept: 'application/json', ...headers } });
  };

const WAYS = [
  ['X-API-Key', sendWith((key) => ({ headers: { 'x-api-key': key } }))],
  ['Bearer', sendWith((key) => ({ headers: { authorization: `Bearer ${key}` } }))],
  ['the query', sendWith((key) => ({ query: `?key=${key}` }))],
  ['the password of Basic', sendWith((key) => ({ headers: basic('anything', key) }))],
] as const;

describe('a key', () => {
  test.each(WAYS)('in %s says who asks', async (_, send) => {
    expect((await send('K')).json()).toMatchObject({ email: ADMIN.email });
  });

  test('that is wrong is refused in spite of a valid cookie', async () => {
    const cookie = cookieOf(await signIn(ADMIN));
    expect((await me({ cookie, 'x-api-key': 'wrong' })).statusCode).toBe(401);
  });

  test('records when it was last used', async () => {
    later(10_000);
    await me({ 'x-api-key': 'K' });
    const [key] = await database.db.selectFrom('api_keys').select('last_used_at').execute();
    expect(key?.last_used_at).toEqual(new Date(now));
  });

  test.each(WAYS)('in %s stops working within five seconds once it is revoked', async (way, send) => {
    const { id, key } = await newKey(`revoked ${way}`);
    expect((await send(key)).statusCode).toBe(200);
    expect((await send('K', { method: 'DELETE', url: `/api/keys/${id}` })).statusCode).toBe(204);
    later(5_001);
    expect((await send(key)).statusCode).toBe(401);
  });

  test.each(WAYS)('in %s does not work once it has expired', async (way, send) => {
    const { key } = await newKey(`expires ${way}`, { expires_in_days: 1 });
    expect((await send(key)).statusCode).toBe(200);
    later(DAY_MS);
    expect((await send(key)).statusCode).toBe(401);
  });

  test.each(WAYS)('in %s can do no more than its scopes', async (way, send) => {
    const { key } = await newKey(`reads ${way}`, { scopes: ['read'] });
    expect((await send(key)).statusCode).toBe(200);
    const refused = await send(key, { url: '/api/keys' });
    expect([refused.statusCode, refused.json().error.code]).toEqual([403, 'forbidden']);
  });

  test('of a banned user does not work until the ban ends', async () => {
    const id = await addUser('mallory@example.org');
    await addApiKey(database.db, id, 'mine', 'key-of-mallory');
    const ban = (ban_expires: Date | null) =>
      database.db.updateTable('users').set({ banned: true, ban_expires }).where('id', '=', id).execute();
    await ban(null);
    expect((await me({ 'x-api-key': 'key-of-mallory' })).statusCode).toBe(401);
    await ban(new Date(now));
    expect((await me({ 'x-api-key': 'key-of-mallory' })).statusCode).toBe(200);
  });

  test('of this process works and is not stored', async () => {
    const user = await ensureExtractorUser(database.db);
    const before = await countKeys();
    const key = access.issueProcessKey(user);
    expect((await me({ authorization: `Bearer ${key}` })).json()).toMatchObject({ role: 'extractor' });
    expect(await countKeys()).toBe(before);
  });
});

describe('Basic', () => {
  test('with e-mail and password identifies the caller', async () => {
    expect((await me(basic(ADMIN.email, ADMIN.password))).json()).toMatchObject({ email: ADMIN.email });
  });

  test('with a wrong password is 401', async () => {
    expect((await me(basic(ADMIN.email, 'wrong horse'))).statusCode).toBe(401);
  });
});

describe("a job's credential", () => {
  test('belongs to no person', async () => {
    const credential = await access.jobCredentials.issue({
      jobId: 'j1',
      attempt: 1,
      extractor: 'ncsa.wordcount',
      extractorVersion: '1.0',
      submittedBy: null,
    });
    expect((await me({}, `?key=${credential}`)).statusCode).toBe(403);
  });
});

test('another server of the instance accepts the same cookies and credentials', async () => {
  const other = await openAccess();
  const attempt = { jobId: 'j1', attempt: 2, extractor: 'x', extractorVersion: null, submittedBy: 'u' };
  const credential = await other.jobCredentials.issue(attempt);
  expect(await access.jobCredentials.read(credential)).toEqual({ kind: 'job', ...attempt });
});

const newKey = async (name: string, limits: object = {}): Promise<NewApiKey> =>
  NewApiKey.parse(
    (
      await app.inject({
        method: 'POST',
        url: '/api/keys',
        headers: { 'x-api-key': 'K' },
        payload: { name, ...limits },
      })
    ).json(),
  );

const addUser = async (email: string): Promise<string> => {
  const user = await database.db
    .insertInto('users')
    .values({ id: email, name: email, email })
    .returning('id')
    .executeTakeFirstOrThrow();
  return user.id;
};

const countKeys = async (): Promise<number> =>
  (await database.db.selectFrom('api_keys').select('id').execute()).length;
