import { z } from 'zod';
import { type GuessLimit, TOO_MANY_GUESSES } from '../../access/guess-limit.ts';
import { refuse } from '../../model/refusal.ts';
import { type Handler, type Handlers, ok } from '../handler.ts';
import { type AuthHandler, callAuth, passCookiesOn, refusalOfAuth } from './auth-bridge.ts';

export interface AccessHandlerPorts {
  readonly auth: AuthHandler;
  readonly guessLimit: GuessLimit;
}

export const accessHandlers = (ports: AccessHandlerPorts): Handlers<'showMe' | 'signIn' | 'signOut'> => ({
  showMe,
  signIn: signIn(ports),
  signOut: signOut(ports),
});

const showMe: Handler<'showMe'> = async ({ caller }) => {
  const { id, name, email, role } = caller;
  return ok({ id, name, email, role });
};

/** The fields of better-auth's answer that are sent on. Its session token stays in the cookie, which scripts cannot read. */
const SignedIn = z.object({ user: z.object({ id: z.string(), name: z.string(), email: z.string() }) });

const signIn =
  ({ auth, guessLimit }: AccessHandlerPorts): Handler<'signIn'> =>
  async ({ raw, reply }) => {
    const response = await guessLimit(
      raw.ip,
      () => callAuth(auth, raw),
      ({ ok: wasRight }) => wasRight,
    );
    if (response === TOO_MANY_GUESSES) {
      void reply.header('retry-after', '60');
      return refuse('too_many_requests', 'Too many wrong passwords from your address. Wait a minute.');
    }
    passCookiesOn(reply, response);
    return response.ok ? ok(SignedIn.parse(await response.json())) : refusalOfAuth(response);
  };

const signOut =
  ({ auth }: AccessHandlerPorts): Handler<'signOut'> =>
  async ({ raw, reply }) => {
    const response = await callAuth(auth, raw);
    passCookiesOn(reply, response);
    return response.ok ? ok({ success: true }) : refusalOfAuth(response);
  };
