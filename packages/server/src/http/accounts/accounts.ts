import { z } from 'zod';
import type { AccountPorts } from '../../access/accounts/ports.ts';
import type { CallAuth } from '../../access/call-auth.ts';
import { isTooManyGuesses, refusalOfGuesses } from '../../access/guess-limit.ts';
import type { KeyPorts } from '../../access/keys.ts';
import { instanceRightsOf } from '../../access/rights.ts';
import { type Handler, type Handlers, ok } from '../handler.ts';
import { type AccountRouteName, accountHandlers } from './account-handlers.ts';
import { passCookiesOn, passToAuth, refusalOfAuth } from './auth-bridge.ts';
import { type KeyRouteName, keyHandlers } from './keys.ts';
import { type OidcRouteName, oidcHandlers } from './oidc.ts';

export interface AccessHandlerPorts extends KeyPorts, AccountPorts {
  readonly callAuth: CallAuth;
}

export const accessHandlers = (
  ports: AccessHandlerPorts,
): Handlers<'showMe' | 'signIn' | 'signOut' | OidcRouteName | KeyRouteName | AccountRouteName> => ({
  showMe,
  signIn: signIn(ports),
  signOut: signOut(ports),
  ...oidcHandlers(ports),
  ...keyHandlers(ports),
  ...accountHandlers(ports),
});

const showMe: Handler<'showMe'> = async ({ caller }) => {
  const { id, name, email, role } = caller;
  return ok({ id, name, email, role, rights: instanceRightsOf(caller) });
};

/** The fields of better-auth's answer that are sent on. Its session token stays in the cookie, which scripts cannot read. */
const SignedIn = z.object({ user: z.object({ id: z.string(), name: z.string(), email: z.string() }) });

const signIn =
  ({ callAuth }: AccessHandlerPorts): Handler<'signIn'> =>
  async ({ raw, reply }) => {
    const response = await passToAuth(callAuth, raw);
    if (isTooManyGuesses(response)) return refusalOfGuesses(response);
    passCookiesOn(reply, response);
    return response.ok ? ok(SignedIn.parse(await response.json())) : refusalOfAuth(response);
  };

const signOut =
  ({ callAuth }: AccessHandlerPorts): Handler<'signOut'> =>
  async ({ raw, reply }) => {
    const response = await passToAuth(callAuth, raw);
    if (isTooManyGuesses(response)) return refusalOfGuesses(response);
    passCookiesOn(reply, response);
    return response.ok ? ok({ success: true }) : refusalOfAuth(response);
  };
