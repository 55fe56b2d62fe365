import { ADMIN, freePort, startIdentityProvider, startTestServer, visitProvider } from '@pawprint/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  ANA,
  addUser,
  beginSignIn,
  cookiesOf,
  finishSignIn,
  listUsers,
  locationOf,
  type Place,
  post,
  refused,
  SIGNED_IN,
  signInAs,
  stopPlace,
  usePlace,
  whoIs,
} from './oidc-place.builder.ts';

/** Where it is only another way into accounts that exist. */
const closed = usePlace();
/** Where everybody whom the provider knows gets an account. */
const open = usePlace({ PAWPRINT_OIDC_REGISTRATION: 'on' });

describe('the sign-in with an account of the organisation', () => {
  test('sends PKCE, state and nonce to the provider', async () => {
    const query = new URL((await beginSignIn(closed)).url).searchParams;
    expect(query.get('code_challenge_method')).toBe('S256');
    expect(query.get('scope')?.split(' ').toSorted()).toEqual(['email', 'openid', 'profile']);
    for (const name of ['code_challenge', 'state', 'nonce']) expect(query.get(name)).toMatch(/^[\w-]{20,}$/);
  });

  test('leads into the account with the verified address', async () => {
    closed.provider.people.set('ana', ANA);
    await addUser(closed, 'ana');
    const response = await signInAs(closed, 'ana');
    expect(locationOf(response)).toEqual(SIGNED_IN);
    expect(await whoIs(closed, response)).toBe('ana@example.org');
  });

  test('leads into the same account after the address has changed there', async () => {
    closed.provider.people.set('ana', ANA);
    await addUser(closed, 'ana');
    await signInAs(closed, 'ana');
    closed.provider.people.set('ana', { ...ANA, email: 'new@example.org', email_verified: false });
    expect(await whoIs(closed, await signInAs(closed, 'ana'))).toBe('ana@example.org');
  });

  test('keeps no token of the provider', async () => {
    closed.provider.people.set('ana', ANA);
    await addUser(closed, 'ana');
    await signInAs(closed, 'ana');
    const { rows } = await closed.server.db.executeQuery<Record<string, unknown>>(
      closed.server.db.selectFrom('credentials').selectAll().where('provider_id', '=', 'oidc').compile(),
    );
    expect(rows).toMatchObject([{ access_token: null, refresh_token: null, id_token: null, password: null }]);
  });

  test('is in the audit log, with the connection of the two accounts', async () => {
    open.provider.people.set('ana', ANA);
    await signInAs(open, 'ana');
    const acts = await open.server.db
      .selectFrom('audit_log')
      .select(['act', 'user_name', 'details'])
      .execute();
    expect(acts.slice(-2)).toMatchObject([
      { act: 'account.connect', user_name: 'Ana', details: { issuer: open.provider.issuer } },
      { act: 'account.sign_in', user_name: 'Ana' },
    ]);
  });

  test('stores nothing while it only begins', async () => {
    await beginSignIn(closed);
    expect(await closed.server.db.selectFrom('sessions').selectAll().execute()).toEqual([]);
  });

  test('ends with the session, as any sign-in does', async () => {
    open.provider.people.set('ana', ANA);
    const response = await signInAs(open, 'ana');
    await post('/api/auth/sign-out', {}, cookiesOf(response))(open.server.url);
    expect(await whoIs(open, response)).toBe(401);
  });
});

describe('an account is taken over', () => {
  test('neither by an unverified address', async () => {
    closed.provider.people.set('eve', { ...ANA, email: ADMIN.email, email_verified: false });
    const response = await signInAs(closed, 'eve');
    expect(locationOf(response)).toEqual(refused('account_not_linked'));
    expect(await whoIs(closed, response)).toBe(401);
  });

  test('nor by an address of which the provider says nothing', async () => {
    const { name, email } = { ...ANA, email: ADMIN.email };
    closed.provider.people.set('eve', { name, email });
    expect(locationOf(await signInAs(closed, 'eve'))).toEqual(refused('account_not_linked'));
  });

  test('nor by whoever made it here with an address that was never confirmed', async () => {
    open.provider.people.set('ana', ANA);
    await addUser(open, 'ana', { email_verified: false });
    expect(locationOf(await signInAs(open, 'ana'))).toEqual(refused('account_not_linked'));
  });
});

describe('somebody without an account', () => {
  test('stays out where the provider does not give accounts', async () => {
    closed.provider.people.set('ana', ANA);
    expect(locationOf(await signInAs(closed, 'ana'))).toEqual(refused('signup_disabled'));
    expect(await listUsers(closed)).toEqual([]);
  });

  test('gets one where it does, as a user without rights on the instance', async () => {
    open.provider.people.set('ana', ANA);
    const response = await signInAs(open, 'ana');
    expect(locationOf(response)).toEqual(SIGNED_IN);
    const users = await open.server.db
      .selectFrom('users')
      .selectAll()
      .where('email', '=', ANA.email)
      .execute();
    expect(users).toMatchObject([{ name: 'Ana', role: 'user', email_verified: true }]);
  });

  test.each([
    ['an unverified address', { ...ANA, email_verified: false }, 'email_not_verified'],
    ['no address', { name: 'Ana' }, 'email_not_verified'],
  ])('gets none with %s', async (_, person, error) => {
    open.provider.people.set('ana', person);
    expect(locationOf(await signInAs(open, 'ana'))).toEqual(refused(error));
    expect(await listUsers(open)).toEqual([]);
  });
});

test('a banned person stays out', async () => {
  closed.provider.people.set('ana', ANA);
  await addUser(closed, 'ana', { email_verified: true, banned: true });
  const response = await signInAs(closed, 'ana');
  expect(locationOf(response)).toEqual(refused('BANNED_USER'));
  expect(await whoIs(closed, response)).toBe(401);
});

describe('a request that should come from the provider', () => {
  let callback: string;
  let cookie: string;
  beforeEach(async () => {
    open.provider.people.set('ana', ANA);
    const begun = await beginSignIn(open);
    cookie = begun.cookie;
    callback = await visitProvider(begun.url, 'ana', open.server.url);
  });

  test('is refused the second time, when its code is used up', async () => {
    expect(locationOf(await finishSignIn(callback, cookie))).toEqual(SIGNED_IN);
    const again = await finishSignIn(callback, cookie);
    expect(locationOf(again)).toEqual(refused('invalid_code'));
    expect(await whoIs(open, again)).toBe(401);
  });

  test.each([
    ['in another browser', () => [callback, '']],
    ['in a browser that began another sign-in', async () => [callback, (await beginSignIn(open)).cookie]],
    ['with another state', () => [callback.replace(/state=[^&]+/, 'state=guessed'), cookie]],
    ['without a state', () => [callback.replace(/state=[^&]+/, ''), cookie]],
    ['with another code', () => [callback.replace(/code=[^&]+/, 'code=guessed'), cookie]],
    [
      'with the name of another issuer',
      () => [callback.replace(/iss=[^&]+/, 'iss=https://evil.example'), cookie],
    ],
  ])('signs nobody in if it comes %s', async (_, change) => {
    const [url = '', cookies = ''] = await change();
    const response = await finishSignIn(url, cookies);
    expect(response.status).toBe(302);
    expect(response.headers.get('location')).toMatch(/\/login\?.*error=(state|invalid_code|issuer)/);
    expect(await whoIs(open, response)).toBe(401);
    expect(await listUsers(open)).toEqual([]);
  });

  test('brings no description of an error from its address', async () => {
    const url = new URL(callback);
    url.search = String(
      new URLSearchParams({
        state: url.searchParams.get('state') ?? '',
        error: 'access_denied',
        error_description: 'Call +1 555 0100',
      }),
    );
    expect(locationOf(await finishSignIn(url.href, cookie))).toEqual(refused('access_denied'));
  });
});

test('wrong codes from one address are refused after ten', async () => {
  const callback = `${closed.server.url}/api/auth/callback/oidc?state=guessed&code=guessed`;
  const headers = { 'x-forwarded-for': '10.1.0.1' };
  const locations = [];
  for (let n = 0; n < 11; n++)
    locations.push((await fetch(callback, { redirect: 'manual', headers })).headers.get('location'));
  expect(locations.filter((location) => location?.includes('error=state_mismatch'))).toHaveLength(10);
  expect(locations.at(-1)).toBe('/login?error=too_many_requests');
});

test.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'login'])(
  'nobody is sent on to %s after signing in',
  async (back) => {
    expect((await post('/api/auth/sign-in/oidc', { back })(closed.server.url)).status).toBe(400);
  },
);

test('a token that a client brings itself signs nobody in', async () => {
  const body = { provider: 'oidc', idToken: { token: 'e30.e30.e30' } };
  expect((await post('/api/auth/sign-in/social', body)(closed.server.url)).status).toBe(404);
});

describe('while the provider is away', () => {
  const signInWithPassword = ({ server }: Place): Promise<Response> =>
    post('/api/auth/sign-in/email', { email: ADMIN.email, password: ADMIN.password })(server.url);

  test('the server starts, passwords work, and it is used once it is back', async () => {
    const port = await freePort();
    const provider = await startIdentityProvider(`http://127.0.0.1:${port}`);
    await provider.close();
    const server = await startTestServer({ PAWPRINT_PORT: String(port), ...provider.env });
    const place = { server, provider };
    const away = await post('/api/auth/sign-in/oidc', { back: '/' })(server.url);
    expect([away.status, (await away.json()).error.message]).toEqual([
      503,
      'Example University cannot be reached at the moment.',
    ]);
    expect((await signInWithPassword(place)).status).toBe(200);
    await provider.listen();
    provider.people.set('admin', { name: 'A', email: ADMIN.email, email_verified: true });
    expect(await whoIs(place, await signInAs(place, 'admin'))).toBe(ADMIN.email);
    await stopPlace(place);
  });

  test('whoever was there comes back to a page that says so', async () => {
    closed.provider.people.set('ana', ANA);
    const { url, cookie } = await beginSignIn(closed);
    const callback = await visitProvider(url, 'ana', closed.server.url);
    await closed.provider.close();
    expect(locationOf(await finishSignIn(callback, cookie))).toEqual(refused('invalid_code'));
    expect((await signInWithPassword(closed)).status).toBe(200);
    await closed.provider.listen();
  });
});

test('people connect an account that has no address, and sign in with it', async () => {
  const { server, provider } = closed;
  provider.people.set('0000-0002-1825-0097', { name: 'Josiah Carberry' });
  const signedIn = await post('/api/auth/sign-in/email', { email: ADMIN.email, password: ADMIN.password })(
    server.url,
  );
  const session = cookiesOf(signedIn);
  const begun = await post('/api/auth/connect/oidc', { back: '/account' }, session)(server.url);
  const { url } = await begun.json();
  const callback = await visitProvider(url, '0000-0002-1825-0097', server.url);
  const response = await finishSignIn(callback, `${session}; ${cookiesOf(begun)}`);
  expect(locationOf(response)).toEqual([302, '/account']);
  expect(await whoIs(closed, await signInAs(closed, '0000-0002-1825-0097'))).toBe(ADMIN.email);
  await server.db.deleteFrom('credentials').where('provider_id', '=', 'oidc').execute();
});

test('nobody connects an account without being signed in', async () => {
  const { status } = await post('/api/auth/connect/oidc', { back: '/' })(closed.server.url);
  expect(status).toBe(401);
});

test('the sign-in page learns the name of the provider, and whether there is one', async () => {
  const ask = async (url: string): Promise<unknown> => (await fetch(`${url}/api/sign-in-options`)).json();
  expect(await ask(closed.server.url)).toMatchObject({ oidc: { name: 'Example University' } });
});
