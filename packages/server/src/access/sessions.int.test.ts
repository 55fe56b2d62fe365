import { ADMIN, startTestServer, type TestServer } from '@pawprint/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(async () => {
  await server.db.deleteFrom('sessions').execute();
});

const post = (path: string, body: object, cookie = '', at = server): Promise<Response> =>
  fetch(`${at.url}/api/auth/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', cookie },
    body: JSON.stringify(body),
  });

const signIn = (cookie = '', at = server): Promise<Response> =>
  post('sign-in/email', { email: ADMIN.email, password: ADMIN.password }, cookie, at);

const cookieOf = (response: Response): string => response.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';

const statusWith = async (cookie: string): Promise<number> =>
  (await fetch(`${server.url}/api/me`, { headers: { cookie } })).status;

describe('a session cookie', () => {
  test('that somebody else has set is not taken over by the sign-in', async () => {
    const planted = 'pawprint.session_token=planted.signature';
    const cookie = cookieOf(await signIn(planted));
    expect(cookie).toMatch(/^pawprint\.session_token=/);
    expect(cookie).not.toContain('planted');
    expect(await statusWith(planted)).toBe(401);
    expect(await statusWith(cookie)).toBe(200);
  });

  test('of a session under way is replaced by a new one at each sign-in', async () => {
    const first = cookieOf(await signIn());
    const second = cookieOf(await signIn(first));
    expect(second).not.toBe(first);
    expect(await statusWith(second)).toBe(200);
  });

  test('ends at the change of the password, also that of the browser that changes it', async () => {
    const elsewhere = cookieOf(await signIn());
    const here = cookieOf(await signIn());
    const passwords = { currentPassword: ADMIN.password, newPassword: ADMIN.password };
    const changed = await post('change-password', { ...passwords, revokeOtherSessions: true }, here);
    expect(await statusWith(elsewhere)).toBe(401);
    expect(await statusWith(here)).toBe(401);
    expect(await statusWith(cookieOf(changed))).toBe(200);
  });

  test('ends at the sign-out, and not only in the browser', async () => {
    const cookie = cookieOf(await signIn());
    await post('sign-out', {}, cookie);
    expect(await statusWith(cookie)).toBe(401);
  });

  test('is kept from scripts and from other sites', async () => {
    const [cookie = ''] = (await signIn()).headers.getSetCookie();
    expect(cookie).toMatch(/; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(cookie).not.toContain('Secure');
  });

  test('is sent over https only where that is the address of the server', async () => {
    const secure = await startTestServer({ PAWPRINT_PUBLIC_URL: 'https://pawprint.example.org' });
    const [cookie = ''] = (await signIn('', secure)).headers.getSetCookie();
    await secure.stop();
    expect(cookie).toMatch(/^__Secure-pawprint\.session_token=/);
    expect(cookie).toMatch(/; HttpOnly; Secure; SameSite=Lax$/);
  });
});

test('an address with a key in it is sent to no other site as the referrer', async () => {
  for (const path of ['/api/datasets', '/api/me', '/api/absent', '/datasets', '/api/docs'])
    for (const accept of ['text/html', 'application/json']) {
      const address = `${server.url}${path}?key=${ADMIN.key}`;
      const { headers, body } = await fetch(address, { headers: { accept }, redirect: 'manual' });
      await body?.cancel();
      expect([path, headers.get('referrer-policy')]).toEqual([
        path,
        expect.stringMatching(/^(same-origin|no-referrer)$/),
      ]);
    }
});
