import { z } from 'zod';
import type { Auth } from './auth.ts';
import type { GuessLimit, TooManyGuesses } from './guess-limit.ts';

export interface AuthCall {
  readonly request: Request;
  /** The request's body, parsed. */
  readonly body: unknown;
  /** Of the client. */
  readonly address: string;
}

/** Answers a request to `/api/auth/*`. */
export type CallAuth = (call: AuthCall) => Promise<Response | TooManyGuesses>;

/**
 * better-auth behind the limit of guesses. Whatever route it offers, a request that contains a password, a code or a token
 * is a guess, and right if it is not refused.
 */
export const createCallAuth =
  (auth: Auth, guessLimit: GuessLimit): CallAuth =>
  async ({ request, body, address }) => {
    if (!containsSecret(request, body)) return auth.handler(request);
    const account = await accountOf(auth, request, body);
    return guessLimit(
      { address, account },
      () => auth.handler(request),
      ({ status }) => status < 400,
    );
  };

const containsSecret = ({ url }: Request, body: unknown): boolean =>
  new URL(url).searchParams.has('token') ||
  (typeof body === 'object' && body !== null && Object.keys(body).some((name) => SECRET_FIELD.test(name)));

const SECRET_FIELD = /password|code|otp|token/i;

/** The account whose password is guessed: that of a sign-in by its name in the body, else the one that is signed in. */
const accountOf = async (auth: Auth, request: Request, body: unknown): Promise<string | null> => {
  if (new URL(request.url).pathname.includes('/sign-in/')) return SignIn.safeParse(body).data?.email ?? null;
  const session = await auth.api.getSession({ headers: request.headers });
  return session?.user.email ?? null;
};

const SignIn = z.object({ email: z.string() });
