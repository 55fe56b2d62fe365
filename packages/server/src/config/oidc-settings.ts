import { z } from 'zod';

/** People paste the address of the discovery document, which ends like this. */
const DISCOVERY_PATH = /\/?(\.well-known\/openid-configuration)?$/;

/** Sign-in with the account of an identity provider. */
export const oidcSettings = {
  PAWPRINT_OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .refine((value) => !/[?#@]/.test(value))
    .transform((value) => value.replace(DISCOVERY_PATH, ''))
    .optional()
    .meta({
      description:
        'Identity provider (OpenID Connect) at which people can sign in, found by discovery; see docs/accounts.md. ' +
        'Unset: they sign in with passwords.',
      expected: 'an address like https://sso.example.org/realms/staff, and PAWPRINT_OIDC_CLIENT_ID beside it',
    }),
  PAWPRINT_OIDC_CLIENT_ID: z.string().min(1).optional().meta({
    description:
      'Name under which this server is registered there, with the redirect address /api/auth/callback/oidc below the public URL.',
    expected: 'the client id from the identity provider, with PAWPRINT_OIDC_ISSUER',
  }),
  PAWPRINT_OIDC_CLIENT_SECRET: z.string().min(1).optional().meta({
    description:
      'Secret of that registration. Unset: a public client, whose sign-ins are protected by PKCE alone.',
    expected: 'the client secret from the identity provider',
    secret: true,
  }),
  PAWPRINT_OIDC_NAME: z.string().min(1).max(60).optional().meta({
    description:
      'What the button on the sign-in page says after “Sign in with”. Unset: the host of the issuer.',
    expected: 'up to 60 letters, such as Example University',
  }),
  PAWPRINT_OIDC_SCOPES: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .refine((scopes) => scopes.includes('openid'))
    .prefault('openid email profile')
    .meta({
      description:
        'What the identity provider is asked for. Without the e-mail address nobody gets an account by it.',
      expected: 'scopes with spaces between, openid among them',
    }),
  PAWPRINT_OIDC_REGISTRATION: z
    .enum(['on', 'off'])
    .transform((value) => value === 'on')
    .prefault('off')
    .meta({
      description:
        'Whether everybody whom the identity provider knows with a verified e-mail address gets an account. ' +
        'Off, it is only another way into accounts that exist.',
      expected: 'on or off',
    }),
};

interface IssuerAndClient {
  readonly PAWPRINT_OIDC_ISSUER?: string | undefined;
  readonly PAWPRINT_OIDC_CLIENT_ID?: string | undefined;
}

/** Neither is of use without the other. */
export const requireIssuerAndClient = (
  { PAWPRINT_OIDC_ISSUER: issuer, PAWPRINT_OIDC_CLIENT_ID: client }: IssuerAndClient,
  context: z.RefinementCtx,
): void => {
  if (issuer !== undefined && client === undefined)
    context.addIssue({ code: 'custom', path: ['PAWPRINT_OIDC_ISSUER'] });
  if (client !== undefined && issuer === undefined)
    context.addIssue({ code: 'custom', path: ['PAWPRINT_OIDC_CLIENT_ID'] });
};
