import { KEY_SCOPES } from '@pawprint/protocol';
import { startTestServer, type TestServer } from '@pawprint/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addApiKey } from '../../access/keys.ts';

const ANA = 'key-of-ana-0123456789';
const BEN = 'key-of-ben-0123456789';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  for (const [id, key] of [
    ['ana', ANA],
    ['ben', BEN],
  ] as const) {
    await server.db
      .insertInto('users')
      .values({ id, name: id, email: `${id}@example.org` })
      .execute();
    await addApiKey(server.db, id, 'first', key);
  }
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.db.deleteFrom('api_keys').where('name', '<>', 'first').execute();
});

const ask = (path: string, key: string, init: RequestInit = {}): Promise<Response> =>
  fetch(server.url + path, {
    ...init,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${key}`,
      ...(init.body && { 'content-type': 'application/json' }),
    },
  });

const create = (body: object, key = ANA): Promise<Response> =>
  ask('/api/keys', key, { method: 'POST', body: JSON.stringify(body) });

const codeOf = async (response: Response): Promise<unknown> => [
  response.status,
  (await response.json()).error.code,
];

describe('a new key', () => {
  test('is shown once, and only its hash is stored', async () => {
    const response = await create({ name: 'laptop' });
    const { key, ...shown } = await response.json();
    expect(response.status).toBe(201);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(key).toMatch(/^pawprint_[\w-]{43}$/);
    const { keys } = await (await ask('/api/keys', ANA)).json();
    expect(keys[0]).toEqual(shown);
    expect(shown).toMatchObject({ name: 'laptop', start: key.slice(0, 13), scopes: null, expires_at: null });
    const stored = await server.db.selectFrom('api_keys').selectAll().execute();
    expect(JSON.stringify(stored)).not.toContain(key);
  });

  test('has scopes and an end where they are given', async () => {
    const before = Date.now();
    const made = await (await create({ name: 'ci', scopes: ['read', 'submit'], expires_in_days: 30 })).json();
    expect(made.scopes).toEqual(['read', 'submit']);
    const days = (Date.parse(made.expires_at) - before) / 86_400_000;
    expect(Math.round(days)).toBe(30);
  });

  test('has a name that no other key of the person has', async () => {
    expect((await create({ name: 'laptop' })).status).toBe(201);
    expect(await codeOf(await create({ name: 'laptop' }))).toEqual([400, 'bad_request']);
    expect((await create({ name: 'laptop' }, BEN)).status).toBe(201);
    const both = await Promise.all([create({ name: 'twice' }), create({ name: 'twice' })]);
    expect(both.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 400]);
  });

  test.each([{}, { name: '  ' }, { name: 'x', scopes: [] }, { name: 'x', scopes: ['all'] }])(
    'is refused for %j',
    async (body) => {
      expect(await codeOf(await create(body))).toEqual([400, 'bad_request']);
    },
  );
});

describe('a key', () => {
  test('is seen and revoked by its owner only', async () => {
    const { id, key } = await (await create({ name: 'laptop' })).json();
    expect(await (await ask('/api/keys', BEN)).text()).not.toContain(id);
    expect(await codeOf(await ask(`/api/keys/${id}`, BEN, { method: 'DELETE' }))).toEqual([404, 'not_found']);
    expect((await ask('/api/me', key)).status).toBe(200);
    expect((await ask(`/api/keys/${id}`, ANA, { method: 'DELETE' })).status).toBe(204);
    expect(await codeOf(await ask(`/api/keys/${id}`, ANA, { method: 'DELETE' }))).toEqual([404, 'not_found']);
  });

  test.each([
    ['each scope', { scopes: KEY_SCOPES }],
    ['an end', { expires_in_days: 1 }],
  ])('with %s makes, lists and revokes no keys', async (name, limits) => {
    const { id, key } = await (await create({ name, ...limits })).json();
    const answers = await Promise.all([
      create({ name: 'more' }, key),
      ask('/api/users/keys?name=more', key, { method: 'POST' }),
      ask('/api/keys', key),
      ask('/api/users/keys', key),
      ask(`/api/keys/${id}`, key, { method: 'DELETE' }),
      ask(`/api/users/keys/${name}`, key, { method: 'DELETE' }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 403));
  });

  test('cannot do what is in none of its scopes, and the answer says why', async () => {
    const { key } = await (await create({ name: 'reads', scopes: ['read'] })).json();
    const body = JSON.stringify({ name: 'Soil' });
    const refused = await ask('/api/datasets/createempty', key, { method: 'POST', body });
    expect(await refused.json()).toEqual({
      error: { code: 'forbidden', message: 'This key is only for: read.' },
    });
    expect((await ask('/api/datasets', key)).status).toBe(200);
  });

  test('that is created and revoked is in the audit log, without the key', async () => {
    const { id, key } = await (await create({ name: 'laptop', scopes: ['read'] })).json();
    await ask(`/api/keys/${id}`, ANA, { method: 'DELETE' });
    const acts = await server.db
      .selectFrom('audit_log')
      .selectAll()
      .where('subject', '=', id)
      .orderBy('seq')
      .execute();
    expect(acts.map(({ act, user_id }) => [act, user_id])).toEqual([
      ['key.create', 'ana'],
      ['key.revoke', 'ana'],
    ]);
    expect(acts[0]?.subject_name).toBe('laptop');
    expect(acts[0]?.details).toEqual({ scopes: ['read'], expires_at: null });
    expect(JSON.stringify(acts)).not.toContain(key);
  });
});

describe("Clowder v1's routes of keys", () => {
  test('make a key, list it without its end, and revoke it', async () => {
    const made = await ask('/api/users/keys?name=script', ANA, { method: 'POST' });
    const { name, key } = await made.json();
    expect([made.status, name]).toEqual([200, 'script']);
    expect((await ask('/api/me', key)).status).toBe(200);
    const shown = {
      name: 'script',
      key: `${key.slice(0, 13)}…`,
      identityId: { userId: 'ana@example.org', providerId: 'userpass' },
    };
    expect((await (await ask('/api/users/keys', ANA)).json())[0]).toEqual(shown);
    expect(await (await ask('/api/users/keys/script', ANA)).json()).toEqual(shown);
    expect((await ask('/api/users/keys/script', ANA, { method: 'DELETE' })).status).toBe(204);
    expect(await codeOf(await ask('/api/users/keys/script', ANA))).toEqual([404, 'not_found']);
  });

  test('refuse a second key of one name with 400', async () => {
    await ask('/api/users/keys?name=script', ANA, { method: 'POST' });
    const again = await ask('/api/users/keys?name=script', ANA, { method: 'POST' });
    expect(await codeOf(again)).toEqual([400, 'bad_request']);
  });
});

test('better-auth has no routes for keys', async () => {
  expect((await ask('/api/auth/api-key/list', ANA)).status).toBe(404);
});
