import {
  ADMIN,
  freePort,
  type IdentityProvider,
  startIdentityProvider,
  startTestServer,
  type TestServer,
  visitProvider,
} from '@pawprint/testing';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';

/** A server and the identity provider at which people sign in. */
export interface Place {
  readonly server: TestServer;
  readonly provider: IdentityProvider;
}

const startPlace = async (env: Record<string, string>): Promise<Place> => {
  const port = await freePort();
  const provider = await startIdentityProvider(`http://127.0.0.1:${port}`);
  const server = await startTestServer({
    PAWPRINT_PORT: String(port),
    PAWPRINT_TRUSTED_PROXIES: '127.0.0.1',
    ...provider.env,
    ...env,
  });
  return { provider, server };
};

export const stopPlace = async ({ server, provider }: Place): Promise<void> => {
  await server.stop();
  await provider.close();
};

/** One for all tests of a file. After each of them nobody but the administrator has an account or an invitation. */
export const usePlace = (env: Record<string, string> = {}): Place => {
  let started: Place | undefined;
  const place = (): Place => {
    if (started === undefined) throw new Error('The server has not been started yet.');
    return started;
  };
  beforeAll(async () => {
    started = await startPlace(env);
  });
  afterAll(async () => {
    if (started !== undefined) await stopPlace(started);
  });
  beforeEach(() => place().provider.people.clear());
  afterEach(async () => {
    const { db } = place().server;
    await db.deleteFrom('users').where('email', '<>', ADMIN.email).execute();
    await db.deleteFrom('invitations').execute();
  });
  return {
    get server() {
      return place().server;
    },
    get provider() {
      return place().provider;
    },
  };
};

export const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ');

export const post =
  (path: string, body: object, cookie = '') =>
  (url: string): Promise<Response> =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });

interface Begun {
  /** The page of the provider. */
  readonly url: string;
  readonly cookie: string;
}

export const beginSignIn = async ({ server }: Place): Promise<Begun> => {
  const response = await post('/api/auth/sign-in/oidc', { back: '/datasets?q=a' })(server.url);
  return { url: (await response.json()).url, cookie: cookiesOf(response) };
};

export const finishSignIn = (callback: string, cookie: string): Promise<Response> =>
  fetch(callback, { redirect: 'manual', headers: { cookie } });

export const signInAs = async (place: Place, login: string): Promise<Response> => {
  const { url, cookie } = await beginSignIn(place);
  return finishSignIn(await visitProvider(url, login, place.server.url), cookie);
};

export const whoIs = async ({ server }: Place, response: Response): Promise<unknown> => {
  const me = await fetch(`${server.url}/api/me`, { headers: { cookie: cookiesOf(response) } });
  return me.ok ? (await me.json()).email : me.status;
};

export const addUser = (
  { server }: Place,
  id: string,
  more: { email_verified?: boolean; banned?: boolean } = { email_verified: true },
) =>
  server.db
    .insertInto('users')
    .values({ id, name: id, email: `${id}@example.org`, ...more })
    .execute();
/** Without the administrator. */
export const listUsers = async ({ server }: Place): Promise<string[]> =>
  (await server.db.selectFrom('users').select('email').where('email', '<>', ADMIN.email).execute()).map(
    ({ email }) => email,
  );

export const locationOf = (response: Response): unknown => [
  response.status,
  response.headers.get('location'),
];
/** The sign-in page with this error, and back to where the person wanted. */
export const refused = (error: string): unknown => [
  302,
  `/login?${new URLSearchParams({ back: '/datasets?q=a', error })}`,
];
export const SIGNED_IN = [302, '/datasets?q=a'];

export const ANA = { name: 'Ana', email: 'ana@example.org', email_verified: true };
