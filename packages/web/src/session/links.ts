import { ApiError } from '@pawprint/protocol/client';
import { queryOptions } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { keys } from '../api/query-keys.ts';

/** How people get an account and a new password on this server. */
export const signInOptionsQuery = queryOptions({
  queryKey: keys.signInOptions,
  queryFn: ({ signal }) => callRoute('showSignInOptions', { signal }),
});

/** Whom an invitation is for. */
export const invitationQuery = (token: string) =>
  queryOptions({
    queryKey: keys.invitation(token),
    queryFn: ({ signal }) => callRoute('showInvitation', { body: { token }, signal }),
  });

/** Whose password a link is for. */
export const passwordLinkQuery = (token: string) =>
  queryOptions({
    queryKey: keys.passwordLink(token),
    queryFn: ({ signal }) => callRoute('showPasswordReset', { body: { token }, signal }),
  });

/** Whether a link does nothing any more: it was used, revoked, has expired, or is not complete. */
export const isLinkOver = (error: unknown): error is ApiError =>
  error instanceof ApiError && (error.code === 'link_over' || error.code === 'not_found');

/** The server's sentence alone where it says what to do. */
export const explainEntrance = (error: unknown): string | null => {
  if (error === null) return null;
  return error instanceof ApiError && error.status !== 0 ? error.message : explain(error);
};
