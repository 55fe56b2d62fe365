import { ApiError } from '@pawprint/protocol/client';
import { callRoute, client } from '../api/client.ts';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export const signIn = async ({ email, password }: Credentials): Promise<void> => {
  await client.call('signIn', { body: { email: email.trim(), password, rememberMe: true } });
};

/** Leaves this site for the identity provider, which sends the browser back to the path `back`. */
export const openProvider = async (route: 'startOidcSignIn' | 'connectOidc', back: string): Promise<void> => {
  const { url } = await callRoute(route, { body: { back } });
  window.location.assign(url);
};

/** The provider, or whoever made the address of the page, chooses the code: only known ones have a sentence. */
export const explainProviderError = (code: string, provider: string): string =>
  PROVIDER_ERRORS[code]?.replaceAll('PROVIDER', provider) ??
  (code.startsWith('state_')
    ? 'The sign-in took too long, or began in another browser. Try again.'
    : `Signing in with ${provider} did not work. Try again in a moment.`);

const PROVIDER_ERRORS: Readonly<Record<string, string>> = {
  access_denied: 'PROVIDER did not sign you in, or you cancelled.',
  signup_disabled: 'You have no account on this server yet. Ask an administrator for one.',
  email_not_verified: 'PROVIDER has no confirmed e-mail address of yours, which an account here needs.',
  account_not_linked:
    'There is an account with your e-mail address, but PROVIDER cannot prove that it is yours. Sign in with your password, then connect the two on the page Account.',
  account_already_linked_to_different_user:
    'Your account of PROVIDER is connected with another account on this server.',
  BANNED_USER: 'Your account is banned. Ask an administrator of this server.',
  too_many_requests: 'Too many attempts. Wait a minute, then try again.',
};

/** Of a refused password the server says no more than the page; of too many, how long to wait. */
export const explainSignInError = (error: unknown): string => {
  const status = error instanceof ApiError ? error.status : undefined;
  if (status === 0) return 'The server cannot be reached. Check your connection, then try again.';
  if (error instanceof ApiError && status === 429) return error.message;
  if (status !== undefined && status >= 500) return 'The server failed. Try again in a moment.';
  return 'Wrong e-mail or password.';
};

/** Where to go after signing in: only to a path of this site, since anything else would be an open redirect. */
export const chooseReturnPath = (back: string | undefined): string =>
  back?.startsWith('/') && !/^\/[/\\]/.test(back) && !back.startsWith('/login') ? back : '/';
