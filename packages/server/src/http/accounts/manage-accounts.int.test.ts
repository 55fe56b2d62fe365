import { type AccountRole, createClient, parseAnswer } from '@pawprint/protocol';
import { startTestServer, type TestServer } from '@pawprint/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { actsOf, addAccount, errorOf, signIn, statusOf } from './accounts.builder.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.db.deleteFrom('users').where('email', '<>', 'admin@example.org').execute();
  await server.db.deleteFrom('invitations').execute();
  await addAccount(server, 'ana');
});

const call = (method: string, path: string, body?: object, key = server.adminKey): Promise<Response> =>
  fetch(server.url + path, {
    method,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${key}`,
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });

const setRole = (id: string, role: AccountRole, key?: string) =>
  call('PUT', `/api/accounts/${id}/role`, { role }, key);
const ban = (id: string, body: object = { reason: 'left' }, key?: string) =>
  call('PUT', `/api/accounts/${id}/ban`, body, key);
const remove = (id: string, key?: string) => call('DELETE', `/api/accounts/${id}`, undefined, key);

const adminId = async (): Promise<string> => (await server.client.call('showMe', {}))?.id ?? '';

const roleOf = async (id: string): Promise<string | undefined> =>
  (await server.db.selectFrom('users').select('role').where('id', '=', id).executeTakeFirst())?.role;

test('accounts are listed by name, in pages, and found by a part of name or e-mail', async () => {
  for (const id of ['ben', 'Cy', 'dan']) await addAccount(server, id.toLowerCase());
  const list = async (query: object) =>
    (await server.client.call('listAccounts', { query }))?.accounts.map(({ name }) => name);
  expect(await list({})).toEqual(['Administrator', 'ana', 'ben', 'cy', 'dan']);
  expect(await list({ limit: 2, after: 'ana' })).toEqual(['ben', 'cy']);
  expect(await list({ q: 'DAN@' })).toEqual(['dan']);
});

test('an account is shown with how much belongs to it', async () => {
  const client = createClient({ baseUrl: server.url, key: 'key-of-ana', parseAnswer });
  await client.call('createDataset', { body: { name: 'Soil' } });
  await signIn(server, 'ana');
  expect(await server.client.call('showAccount', { params: { id: 'ana' } })).toEqual({
    id: 'ana',
    name: 'ana',
    email: 'ana@example.org',
    role: 'user',
    created_at: expect.any(String),
    ban: null,
    sessions: 1,
    datasets: 1,
    keys: 1,
    extractors: 0,
  });
});

test('a role is changed, which is recorded', async () => {
  expect((await setRole('ana', 'operator')).status).toBe(204);
  expect(await roleOf('ana')).toBe('operator');
  expect(await actsOf(server, 'account.set_role')).toEqual([
    {
      user_id: await adminId(),
      user_name: 'Administrator',
      subject: 'ana',
      subject_name: 'ana',
      address: '127.0.0.1',
      details: { email: 'ana@example.org', from: 'user', to: 'operator' },
    },
  ]);
});

test('a ban ends sessions and keys, and is lifted again', async () => {
  const cookie = (await signIn(server, 'ana')) ?? '';
  expect((await ban('ana', { reason: 'left the project', days: 3 })).status).toBe(204);
  expect(await statusOf(server, { cookie })).toBe(401);
  expect(await signIn(server, 'ana')).toBeNull();
  // The owner of a key is read from the database again after 2.5 s.
  const withKey = (): Promise<number> => statusOf(server, { authorization: 'Bearer key-of-ana' });
  await expect.poll(withKey).toBe(401);
  const shown = await server.client.call('showAccount', { params: { id: 'ana' } });
  expect(shown?.ban).toEqual({ reason: 'left the project', until: expect.any(String) });
  expect((await call('DELETE', '/api/accounts/ana/ban')).status).toBe(204);
  expect(await signIn(server, 'ana')).not.toBeNull();
  expect(await actsOf(server, 'account.ban')).toMatchObject([{ details: { reason: 'left the project' } }]);
  expect(await actsOf(server, 'account.unban')).toHaveLength(1);
});

test('a session that begins while its account is banned does nothing', async () => {
  const cookie = (await signIn(server, 'ana')) ?? '';
  await server.db.updateTable('users').set({ banned: true }).where('id', '=', 'ana').execute();
  expect(await statusOf(server, { cookie })).toBe(401);
});

test('a person is signed out of all browsers', async () => {
  const cookies = [await signIn(server, 'ana'), await signIn(server, 'ana')];
  expect((await call('DELETE', '/api/accounts/ana/sessions')).status).toBe(204);
  for (const cookie of cookies) expect(await statusOf(server, { cookie: cookie ?? '' })).toBe(401);
  expect(await actsOf(server, 'account.end_sessions')).toMatchObject([{ details: { sessions: 2 } }]);
});

test('what a deleted account made is kept without an owner', async () => {
  const client = createClient({ baseUrl: server.url, key: 'key-of-ana', parseAnswer });
  const dataset = await client.call('createDataset', { body: { name: 'Soil' } });
  const cookie = (await signIn(server, 'ana')) ?? '';
  expect((await remove('ana')).status).toBe(204);
  expect(await statusOf(server, { cookie })).toBe(401);
  expect(await server.db.selectFrom('api_keys').select('id').where('user_id', '=', 'ana').execute()).toEqual(
    [],
  );
  const params = { id: dataset?.id ?? '' };
  expect((await server.client.call('showDatasetSharing', { params }))?.owner).toBeNull();
  expect(await actsOf(server, 'account.delete')).toMatchObject([{ details: { email: 'ana@example.org' } }]);
});

test('an account that does not exist, and that of the server itself, are not found', async () => {
  await server.db
    .insertInto('users')
    .values({ id: 'server', name: 'S', email: 'sample-extractors@pawprint.invalid', role: 'extractor' })
    .execute();
  for (const id of ['nobody', 'server'])
    for (const answer of [await setRole(id, 'user'), await ban(id), await remove(id)])
      expect((await errorOf(answer))[1]).toBe('user_not_found');
  expect(JSON.stringify(await server.client.call('listAccounts', {}))).not.toContain('sample-extractors@');
});

describe('the only administrator', () => {
  test.each(['demoted', 'banned', 'deleted'] as const)(
    'is not %s by another one who is banned meanwhile',
    async (what) => {
      await addAccount(server, 'root', 'admin');
      const id = await adminId();
      await server.db.updateTable('users').set({ banned: true }).where('id', '=', 'root').execute();
      const acts = { demoted: () => setRole(id, 'user'), banned: () => ban(id), deleted: () => remove(id) };
      expect((await errorOf(await acts[what]()))[1]).toBe('conflict');
      expect(await roleOf(id)).toBe('admin');
    },
  );

  test('can be demoted once somebody else is one', async () => {
    await addAccount(server, 'root', 'admin');
    expect((await setRole('root', 'user', 'key-of-root')).status).toBe(204);
    expect((await errorOf(await setRole(await adminId(), 'user')))[2]).toContain('only administrator');
  });

  const acts = {
    demote: setRole,
    ban: (id: string, _: AccountRole, key?: string) => ban(id, {}, key),
    delete: (id: string, _: AccountRole, key?: string) => remove(id, key),
  };
  test.each(Object.entries(acts))('is left where two %s each other at once', async (_, act) => {
    for (let round = 0; round < 3; round++) {
      await server.db.deleteFrom('users').where('id', 'in', ['one', 'two']).execute();
      await addAccount(server, 'one', 'admin');
      await addAccount(server, 'two', 'admin');
      const root = await adminId();
      await server.db.updateTable('users').set({ role: 'user' }).where('id', '=', root).execute();
      const answers = await Promise.all([act('two', 'user', 'key-of-one'), act('one', 'user', 'key-of-two')]);
      await server.db.updateTable('users').set({ role: 'admin' }).where('id', '=', root).execute();
      const [done, refused] = answers.map(({ status }) => status).toSorted((a, b) => a - b);
      expect(done).toBe(204);
      // Whoever is no administrator any more when their own request arrives is refused for that.
      expect([401, 403, 409]).toContain(refused);
    }
  });
});

test.each([
  ['ban', (id: string) => ban(id)],
  ['delete', (id: string) => remove(id)],
])('nobody can %s themselves', async (_, act) => {
  await addAccount(server, 'root', 'admin');
  expect((await errorOf(await act(await adminId())))[2]).toContain('your own account');
});

test('open invitations of an administrator end with the role', async () => {
  await addAccount(server, 'root', 'admin');
  await call('POST', '/api/invitations', { email: 'new@example.org', role: 'admin' }, 'key-of-root');
  await setRole('root', 'user');
  const { invitations = [] } = (await server.client.call('listInvitations', {})) ?? {};
  expect(invitations[0]?.state).toBe('revoked');
});

test('a key with scopes manages no accounts, whoever owns it', async () => {
  const made = await server.client.call('createKey', {
    body: { name: 'all', scopes: ['read', 'write', 'submit', 'operate'] },
  });
  expect((await setRole('ana', 'admin', made?.key)).status).toBe(403);
});

test("better-auth's own administration of users is not offered", async () => {
  await addAccount(server, 'root', 'admin');
  const cookie = (await signIn(server, 'root')) ?? '';
  const paths = [
    ['POST', 'admin/set-role', { userId: 'ana', role: 'admin' }],
    ['POST', 'admin/ban-user', { userId: 'ana' }],
    ['POST', 'admin/unban-user', { userId: 'ana' }],
    [
      'POST',
      'admin/create-user',
      { email: 'x@example.org', password: 'a password', name: 'X', role: 'admin' },
    ],
    ['POST', 'admin/remove-user', { userId: 'ana' }],
    ['POST', 'admin/impersonate-user', { userId: 'ana' }],
    ['POST', 'admin/set-user-password', { userId: 'ana', newPassword: 'a new password' }],
    ['POST', 'admin/revoke-user-sessions', { userId: 'ana' }],
    ['POST', 'admin/update-user', { userId: 'ana', data: { role: 'admin' } }],
    ['GET', 'admin/list-users', undefined],
    ['POST', 'sign-up/email', { email: 'x@example.org', password: 'a password', name: 'X' }],
    ['POST', 'request-password-reset', { email: 'ana@example.org' }],
    ['POST', 'reset-password', { token: 'x', newPassword: 'a new password' }],
    ['POST', 'change-email', { newEmail: 'y@example.org' }],
    ['POST', 'delete-user', {}],
    ['POST', 'admin//set-role', { userId: 'ana', role: 'admin' }],
    ['POST', 'sign-out/../admin/set-role', { userId: 'ana', role: 'admin' }],
    ['POST', 'sign-out%2f..%2fadmin%2fset-role', { userId: 'ana', role: 'admin' }],
  ] as const;
  for (const [method, path, body] of paths) {
    const response = await fetch(`${server.url}/api/auth/${path}`, {
      method,
      headers: { cookie, origin: server.url, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    expect([path, response.status]).toEqual([path, 404]);
  }
  expect(await roleOf('ana')).toBe('user');
});
