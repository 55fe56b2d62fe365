import { fromNodeHeaders } from 'better-auth/node';
import { z } from 'zod';
import type { Oidc } from '../../access/oidc.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import { type Answer, type HandlerRequest, type Handlers, ok } from '../handler.ts';
import { passCookiesOn, refusalOfAuth } from './auth-bridge.ts';

export type OidcRouteName = 'startOidcSignIn' | 'connectOidc';

export const oidcHandlers = ({ oidc }: { readonly oidc: Oidc | null }): Handlers<OidcRouteName> => ({
  startOidcSignIn: (request) => begin(oidc, 'sign-in', request),
  connectOidc: (request) => begin(oidc, 'connect', request),
});

const Begun = z.object({ url: z.url({ protocol: /^https?$/ }) });

const begin = async (
  oidc: Oidc | null,
  purpose: 'sign-in' | 'connect',
  { body: { back }, raw, reply }: HandlerRequest<'startOidcSignIn' | 'connectOidc'>,
): Promise<Answer<{ url: string }> | Refusal> => {
  if (oidc === null) return refuse('not_found', 'This server has no identity provider.');
  const response = await oidc.begin(purpose, fromNodeHeaders(raw.headers), back);
  if ('providerFailed' in response)
    return refuse('unavailable', `${oidc.name} cannot be reached at the moment.`);
  passCookiesOn(reply, response);
  return response.ok ? ok({ url: Begun.parse(await response.json()).url }) : refusalOfAuth(response);
};
