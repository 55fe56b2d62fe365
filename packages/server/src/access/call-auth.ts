import type { Instant } from '@pawprint/core';
import type { ActName } from '@pawprint/protocol';
import { z } from 'zod';
import type { UserCaller } from '../model/caller.ts';
import { recordAct } from '../store/audit.ts';
import type { Database } from '../store/database.ts';
import type { Auth } from './auth.ts';
import { type GuessLimit, isTooManyGuesses, type TooManyGuesses } from './guess-limit.ts';
import { OIDC_CALLBACK, type Oidc, redirectWithError } from './oidc.ts';
import { findUserCaller } from './users.ts';

export interface AuthCall {
  readonly request: Request;
  /** The request's body, parsed. */
  readonly body: unknown;
  /** Of the client. */
  readonly address: string;
}

/** Answers a request to `/api/auth/*`. */
export type CallAuth = (call: AuthCall) => Promise<Response | TooManyGuesses>;

interface CallAuthPorts {
  readonly db: Database;
  readonly auth: Auth;
  readonly guessLimit: GuessLimit;
  readonly now: () => Instant;
  readonly oidc: Oidc | null;
}

/**
 * better-auth behind the limit of guesses, and with a record of what is changed. Whatever route it offers, a request that
 * contains a password, a code or a token is a guess, and right if it is not refused.
 */
export const createCallAuth =
  (ports: CallAuthPorts): CallAuth =>
  async (call) => {
    const { now, db } = ports;
    const did = actOf(call);
    // Read before, because the call may end the session.
    const by = did === undefined ? undefined : await findSignedIn(ports, call);
    const response = await answer(ports, call);
    if (did !== undefined && by !== undefined && !isTooManyGuesses(response) && response.ok) {
      const act = { by, ...did, ...subjectOf(by, call), at: now() };
      await db.transaction().execute((trx) => recordAct(trx, act));
    }
    return response;
  };

const answer = async ({ auth, guessLimit, oidc }: CallAuthPorts, call: AuthCall) => {
  const { request, body, address } = call;
  if (oidc !== null && pathOf(request) === OIDC_CALLBACK)
    return redirectIfTooMany(
      await guessLimit(
        { address, account: null },
        () => oidc.finish(request),
        (response) => !wasGuessed(response),
      ),
    );
  if (!containsSecret(request, body)) return auth.handler(request);
  const account = await accountOf(auth, request, body);
  return guessLimit(
    { address, account },
    () => auth.handler(request),
    ({ status }) => status < 400,
  );
};

/** A wrong code from the provider is a guess, too. The browser that brings it shows pages, not JSON. */
const redirectIfTooMany = (response: Response | TooManyGuesses): Response =>
  isTooManyGuesses(response) ? redirectWithError('too_many_requests') : response;

const wasGuessed = ({ headers }: Response): boolean =>
  /[?&]error=(state_|invalid_code)/.test(headers.get('location') ?? '');

const pathOf = ({ url }: Request): string => new URL(url).pathname;

const containsSecret = ({ url }: Request, body: unknown): boolean =>
  new URL(url).searchParams.has('token') ||
  (typeof body === 'object' && body !== null && Object.keys(body).some((name) => SECRET_FIELD.test(name)));

const SECRET_FIELD = /password|code|otp|token/i;

/** The account whose password is guessed: that of a sign-in by its name in the body, else the one that is signed in. */
const accountOf = async (auth: Auth, request: Request, body: unknown): Promise<string | null> => {
  if (pathOf(request).includes('/sign-in/')) return SignIn.safeParse(body).data?.email ?? null;
  const session = await auth.api.getSession({ headers: request.headers });
  return session?.user.email ?? null;
};

const SignIn = z.object({ email: z.string() });

/** What the routes of better-auth are in the audit log. Others are a change of the account, with their path. */
const ACTS: Readonly<Record<string, ActName>> = {
  '/sign-out': 'account.sign_out',
  '/change-password': 'account.change_password',
  '/unlink-account': 'account.disconnect',
  '/revoke-session': 'account.end_sessions',
  '/revoke-sessions': 'account.end_sessions',
  '/revoke-other-sessions': 'account.end_sessions',
};

/** They change nothing, or what they change is recorded where it is done: every sign-in by the hook in `auth.ts`. */
const NOT_RECORDED = /^\/(sign-in|get-session|list-|verify-password|admin\/(list-|has-permission))/;

const actOf = ({ request }: AuthCall) => {
  const path = pathOf(request).replace('/api/auth', '');
  if (request.method === 'GET' || NOT_RECORDED.test(path)) return undefined;
  const act = ACTS[path];
  return act === undefined ? ({ act: 'account.change', details: { path } } as const) : { act };
};

const findSignedIn = async (
  { auth, db, now }: CallAuthPorts,
  { request, address }: AuthCall,
): Promise<UserCaller | undefined> => {
  const session = await auth.api.getSession({ headers: request.headers });
  const user = session ? await findUserCaller(db, session.user.id, now()) : undefined;
  return user && { ...user, means: { kind: 'session' }, address };
};

/** The account that is changed: administrators name one, others change their own. */
const subjectOf = (
  by: UserCaller,
  { body }: AuthCall,
): { readonly subject: string; readonly name?: string } => {
  const named = Named.safeParse(body).data?.userId;
  return named === undefined ? { subject: by.id, name: by.name } : { subject: named };
};

const Named = z.object({ userId: z.string() });
