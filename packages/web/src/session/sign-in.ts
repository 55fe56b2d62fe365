import { ApiError } from '@pawprint/protocol/client';
import { client } from '../api/client.ts';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export const signIn = async ({ email, password }: Credentials): Promise<void> => {
  await client.call('signIn', { body: { email: email.trim(), password, rememberMe: true } });
};

/** The sign-in route answers in its own shape, so the words are ours and only the status is read. */
export const whyNotSignedIn = (error: unknown): string => {
  const status = error instanceof ApiError ? error.status : undefined;
  if (status === 0) return 'The server cannot be reached. Check your connection, then try again.';
  if (status === 429) return 'Too many tries. Wait a minute, then try again.';
  if (status !== undefined && status >= 500) return 'The server had a fault. Try again in a moment.';
  return 'This e-mail and password do not belong together. Check both, then try again.';
};
