import { ApiError } from '@pawprint/protocol/client';
import { client } from '../api/client.ts';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export const signIn = async ({ email, password }: Credentials): Promise<void> => {
  await client.call('signIn', { body: { email: email.trim(), password, rememberMe: true } });
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
