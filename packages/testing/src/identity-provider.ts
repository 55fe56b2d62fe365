import { once } from 'node:events';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { freePort } from './free-port.ts';

/** What the provider says of somebody, beside their name there. */
export interface Identity {
  readonly name: string;
  /** Undefined: it has no address of this person, as ORCID has none. */
  readonly email?: string;
  readonly email_verified?: boolean;
}

export interface IdentityProvider {
  readonly issuer: string;
  /** For the server. */
  readonly env: Readonly<Record<string, string>>;
  /** By the name with which they sign in there; any password is right. */
  readonly people: Map<string, Identity>;
  /** Goes away: nothing listens until `listen` is called. */
  readonly close: () => Promise<void>;
  /** Comes back at the same address. */
  readonly listen: () => Promise<void>;
}

const CLIENT = { id: 'pawprint', secret: 'the-secret-of-the-client' };

/** A certified OpenID provider with its own pages for sign-in and consent, which demands PKCE. */
export const startIdentityProvider = async (serverUrl: string): Promise<IdentityProvider> => {
  const people = new Map<string, Identity>();
  const server = createServer();
  const port = await freePort();
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const issuer = `http://127.0.0.1:${port}`;
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${serverUrl}/api/auth/callback/oidc`],
      },
    ],
    cookies: { keys: ['of the provider'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    findAccount: async (_, sub) => ({
      accountId: sub,
      claims: async () => ({ sub, ...people.get(sub) }),
    }),
  });
  const answer = provider.callback();
  server.on('request', (request, response) => void answer(request, response));
  return {
    issuer,
    env: {
      PAWPRINT_OIDC_ISSUER: issuer,
      PAWPRINT_OIDC_CLIENT_ID: CLIENT.id,
      PAWPRINT_OIDC_CLIENT_SECRET: CLIENT.secret,
      PAWPRINT_OIDC_NAME: 'Example University',
    },
    people,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
    listen: async () => void (await once(server.listen(port, '127.0.0.1'), 'listening')),
  };
};

/**
 * Follows the redirects of a browser through the provider's pages, signed in there as this person, to the address with which
 * it is sent back to the server. That address is not opened.
 */
export const visitProvider = async (startUrl: string, login: string, serverUrl: string): Promise<string> => {
  const cookies = new Map<string, string>();
  const open = async (url: string, form?: Record<string, string>): Promise<Response> => {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    return response;
  };
  let url = startUrl;
  for (let step = 0; step < 12; step++) {
    if (url.startsWith(serverUrl)) return url;
    const page = await open(url);
    const prompt = /name="prompt" value="(\w+)"/.exec(await page.text())?.[1];
    const answer = prompt === undefined ? page : await open(url, { prompt, login, password: 'any' });
    url = new URL(answer.headers.get('location') ?? '', url).href;
  }
  throw new Error(`The provider does not lead back to the server, but to ${url}`);
};
