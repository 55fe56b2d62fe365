import { withTimeLimit } from '@pawprint/async';
import type { Instant } from '@pawprint/core';
import { betterAuth } from 'better-auth';
import { getOAuthState } from 'better-auth/api';
import { type GenericOAuthUserInfo, genericOAuth } from 'better-auth/plugins/generic-oauth';
import type { FastifyBaseLogger } from 'fastify';
import { decodeJwt } from 'jose';
import { z } from 'zod';
import type { OidcSettings } from '../config/config.ts';
import { recordAct } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import { acceptWithProvider } from './accounts/new-account.ts';
import { type AuthSettings, authOptions } from './auth.ts';
import { findUserCaller } from './users.ts';

export interface OidcPorts {
  readonly oidc: OidcSettings;
  /** Called when somebody first signs in with the provider. */
  readonly authSettings: () => AuthSettings;
  readonly log: FastifyBaseLogger | undefined;
  readonly now: () => Instant;
}

/** Sign-in with the account of an identity provider. */
export interface Oidc {
  readonly name: string;
  /** Begins a sign-in, or the connection of the account that is signed in. `back`: the path of the page to return to. */
  readonly begin: (
    purpose: 'sign-in' | 'connect',
    headers: Headers,
    back: string,
  ) => Promise<Response | ProviderFailed>;
  /** Answers the request with which the provider sends the browser back: always a redirect. */
  readonly finish: (request: Request) => Promise<Response>;
}

/** The reason is for the log, and not for visitors. */
export interface ProviderFailed {
  readonly providerFailed: true;
}

/** In addresses and in the table of credentials. */
const PROVIDER = 'oidc';
export const OIDC_CALLBACK = `/api/auth/callback/${PROVIDER}`;

const PROVIDER_LIMIT_MS = 10_000;

/**
 * The provider is asked for its addresses when somebody first signs in with it, not at the start: the server starts, and
 * passwords work, while the provider is away.
 */
export const createOidc = (ports: OidcPorts): Oidc => {
  const { oidc, log } = ports;
  let connection: Promise<OidcAuth> | undefined;
  const connect = (): Promise<OidcAuth> => {
    connection ??= withTimeLimit(connectTo(ports), 2 * PROVIDER_LIMIT_MS).catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
    return connection;
  };
  const logFailure = (err: unknown): void =>
    log?.warn({ err }, `The identity provider ${oidc.issuer} cannot be used`);

  return {
    name: oidc.name,
    async begin(purpose, headers, back) {
      try {
        const { api } = await connect();
        const body = { provider: PROVIDER, callbackURL: back, errorCallbackURL: errorPage(purpose, back) };
        const options = { body, headers, asResponse: true } as const;
        return await (purpose === 'sign-in' ? api.signInSocial(options) : api.linkSocialAccount(options));
      } catch (error) {
        logFailure(error);
        return { providerFailed: true };
      }
    },
    async finish(request) {
      try {
        const auth = await connect();
        return withoutDescription(await withTimeLimit(auth.handler(request), 2 * PROVIDER_LIMIT_MS));
      } catch (error) {
        logFailure(error);
        return redirectWithError('provider_failed');
      }
    },
  };
};

/** The page that explains an error, by its code in the query. */
const errorPage = (purpose: 'sign-in' | 'connect', back: string): string =>
  purpose === 'connect' ? back : `/login?${new URLSearchParams({ back }).toString()}`;

/** Anybody can write a description into the address: it must not look like words of this server. */
const withoutDescription = (response: Response): Response => {
  const location = response.headers.get('location');
  if (location?.includes('error_description='))
    response.headers.set('location', location.replace(/&error_description=[^&]*/, ''));
  return response;
};

export const redirectWithError = (error: string): Response =>
  new Response(null, {
    status: 302,
    headers: { location: `/login?${new URLSearchParams({ error }).toString()}` },
  });

type OidcAuth = Awaited<ReturnType<typeof connectTo>>;

const connectTo = async (ports: OidcPorts) => {
  const discovery = await readDiscovery(ports.oidc.issuer);
  const auth = betterAuth(oidcOptions(ports, discovery));
  const { socialProviders } = await auth.$context;
  if (!socialProviders.some(({ id }) => id === PROVIDER))
    throw new Error('The provider publishes no keys, or became unreachable.');
  return auth;
};

const webAddress = z.url({ protocol: /^https?$/ });

const Discovery = z.object({
  issuer: webAddress,
  authorization_endpoint: webAddress,
  token_endpoint: webAddress,
  userinfo_endpoint: webAddress.optional(),
  jwks_uri: webAddress,
  token_endpoint_auth_methods_supported: z.array(z.string()).default(['client_secret_basic']),
});
type Discovery = z.output<typeof Discovery>;

const discoveryUrl = (issuer: string): string => `${issuer}/.well-known/openid-configuration`;

const readDiscovery = async (issuer: string): Promise<Discovery> => {
  const found = Discovery.parse(await readJson(discoveryUrl(issuer)));
  if (found.issuer.replace(/\/$/, '') === issuer) return found;
  throw new Error(`The provider calls itself ${found.issuer}: PAWPRINT_OIDC_ISSUER has to be the same.`);
};

const readJson = async (url: string, headers: Record<string, string> = {}): Promise<unknown> => {
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(PROVIDER_LIMIT_MS) });
  if (!response.ok) throw new Error(`${url} answers ${response.status}.`);
  return response.json();
};

/** The same accounts and sessions as for passwords, and the rules for who gets in from the provider. */
const oidcOptions = (ports: OidcPorts, discovery: Discovery) => {
  const { oidc } = ports;
  const settings = ports.authSettings();
  const options = authOptions(settings);
  return {
    ...options,
    plugins: [...options.plugins, genericOAuth({ config: [providerConfig(ports, discovery)] })],
    user: {
      ...options.user,
      validateUserInfo: ({ user, source }: Admission) => refuseAdmission(oidc, source.action, user),
    },
    account: {
      ...options.account,
      // In a cookie of the browser: otherwise anybody could fill the database by beginning sign-ins.
      storeStateStrategy: 'cookie' as const,
      accountLinking: { allowDifferentEmails: true },
      updateAccountOnSignIn: false,
    },
    databaseHooks: {
      ...options.databaseHooks,
      account: { create: { before: dropTokens, after: recordConnection(settings.db, oidc) } },
    },
    onAPIError: { errorURL: `${settings.publicUrl}/login` },
  };
};

const providerConfig = ({ oidc, log, ...ports }: OidcPorts, discovery: Discovery) => ({
  providerId: PROVIDER,
  discoveryUrl: discoveryUrl(oidc.issuer),
  requireIdTokenVerification: true,
  clientId: oidc.clientId,
  ...(oidc.clientSecret === undefined ? {} : { clientSecret: oidc.clientSecret }),
  tokenEndpointAuth: { method: chooseAuthMethod(oidc, discovery) },
  scopes: [...oidc.scopes],
  pkce: true,
  accountSubject: ({ profile }: { profile: GenericOAuthUserInfo }) => accountIdOf(oidc, profile),
  getUserInfo: (tokens: { idToken?: string | undefined; accessToken?: string | undefined }) =>
    readPerson(tokens, discovery.userinfo_endpoint).catch((err: unknown) => {
      log?.warn({ err }, 'The identity provider did not say who signed in');
      return null;
    }),
  mapProfileToUser: async (person: GenericOAuthUserInfo) => {
    const { link } = (await getOAuthState()) ?? {};
    if (link === undefined) await acceptInvitationOf({ oidc, ...ports }, person);
    return addressOf(person, link);
  },
});

/** An account of another issuer with the same id is not the same person. */
const accountIdOf = ({ issuer }: OidcSettings, { sub }: GenericOAuthUserInfo): string => `${issuer} ${sub}`;

const chooseAuthMethod = (
  { clientSecret }: OidcSettings,
  discovery: Discovery,
): 'none' | 'client_secret_basic' | 'client_secret_post' => {
  if (clientSecret === undefined) return 'none';
  const known = discovery.token_endpoint_auth_methods_supported;
  return known.includes('client_secret_basic') ? 'client_secret_basic' : 'client_secret_post';
};

const Claims = z.looseObject({
  sub: z.string(),
  name: z.string().optional(),
  preferred_username: z.string().optional(),
  email: z.email().optional(),
  email_verified: z.union([z.boolean(), z.string()]).optional(),
});

interface Tokens {
  readonly idToken?: string | undefined;
  readonly accessToken?: string | undefined;
}

/** The claims of the ID token, which better-auth has verified; where it has no e-mail address, those of `userinfo` too. */
const readPerson = async (
  { idToken, accessToken }: Tokens,
  userInfoUrl: string | undefined,
): Promise<GenericOAuthUserInfo | null> => {
  if (idToken === undefined) return null;
  const claims = Claims.parse(decodeJwt(idToken));
  if (claims.email !== undefined || accessToken === undefined || userInfoUrl === undefined)
    return personOf(claims);
  const more = Claims.parse(await readJson(userInfoUrl, { authorization: `Bearer ${accessToken}` }));
  if (more.sub !== claims.sub) throw new Error('The ID token and userinfo are of different people.');
  return personOf({ ...more, ...claims, email: more.email, email_verified: more.email_verified });
};

/** Some providers write `"true"`. Whatever is neither is unverified. */
const personOf = (claims: z.output<typeof Claims>): GenericOAuthUserInfo => ({
  ...claims,
  name: claims.name ?? claims.preferred_username ?? claims.email ?? claims.sub,
  emailVerified: claims.email !== undefined && [true, 'true'].includes(claims.email_verified ?? false),
});

/**
 * Who connects the account that is signed in has proved both: their address at the provider does not matter, and some
 * providers (ORCID) give none. For such a person's sign-in better-auth wants some address, which nobody can have.
 */
const addressOf = ({ sub, email }: GenericOAuthUserInfo, link?: { readonly email: string }) => {
  if (link) return { email: link.email, emailVerified: true };
  return email ? {} : { email: `${sub}@no-address.invalid`, emailVerified: false };
};

/** The account that this makes is then found by its address, as any other. */
const acceptInvitationOf = async (
  { oidc, authSettings, now }: Omit<OidcPorts, 'log'>,
  person: GenericOAuthUserInfo,
): Promise<void> => {
  const { name, email, emailVerified } = person;
  if (!email || emailVerified !== true) return;
  const account = { provider: PROVIDER, accountId: accountIdOf(oidc, person), issuer: oidc.issuer };
  const invited = { ...account, name: name ?? email, email: email.toLowerCase() };
  await acceptWithProvider(authSettings().db, invited, now());
};

interface Admission {
  readonly user: { readonly email?: string | undefined; readonly emailVerified?: boolean | undefined };
  readonly source: { readonly action: 'create-user' | 'link-account' | 'sign-in' };
}

/**
 * Whoever is known by the provider's own id gets in. Whoever comes for the first time gets in only by an e-mail address that
 * the provider has verified: otherwise anybody could write somebody else's address into their profile there.
 */
const refuseAdmission = (
  { registration }: OidcSettings,
  action: Admission['source']['action'],
  { emailVerified }: Admission['user'],
) => {
  if (action === 'sign-in') return undefined;
  if (emailVerified !== true) return { error: 'email_not_verified' };
  return action === 'create-user' && !registration ? { error: 'signup_disabled' } : undefined;
};

/** The provider is asked once who somebody is, so its tokens need not be kept. */
const dropTokens = async (account: Record<string, unknown>) => ({
  data: { ...account, accessToken: null, refreshToken: null, idToken: null },
});

/** At the first sign-in, or where somebody connects the two accounts. */
const recordConnection =
  (db: Database, { issuer }: OidcSettings) =>
  async ({ userId, createdAt }: { readonly userId: string; readonly createdAt: Date }): Promise<void> => {
    const at = createdAt.getTime();
    const by = await findUserCaller(db, userId, at);
    if (by === undefined) return;
    const details = { issuer };
    await db
      .transaction()
      .execute((trx) =>
        recordAct(trx, { by, act: 'account.connect', subject: by.id, name: by.name, details, at }),
      );
  };
