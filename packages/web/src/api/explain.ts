import type { ErrorCode } from '@pawprint/protocol';
import { ApiError } from '@pawprint/protocol/client';
import { isCodeFailure } from './server-reachable.ts';

const ASK_FOR_ACCESS =
  'It was deleted, or it is not shared with you. Ask its owner, or an administrator of this server.';

/** What to do about it, for the codes whose message does not say so. */
const ADVICE: Partial<Record<ErrorCode, string>> = {
  not_signed_in: 'Sign in again.',
  forbidden: 'Ask its owner, or an administrator of this server.',
  not_found: ASK_FOR_ACCESS,
  dataset_not_found: ASK_FOR_ACCESS,
  file_not_found: ASK_FOR_ACCESS,
  job_not_found: ASK_FOR_ACCESS,
  space_not_found: ASK_FOR_ACCESS,
  disk_full: 'Nothing was stored. Tell the administrator of this server.',
  unavailable: 'Check your connection, then try again.',
  internal: 'See the server’s log for details.',
};

/** Where the server answered, the connection is well. */
const adviceFor = ({ code, status }: ApiError): string | undefined =>
  code === 'unavailable' && status === 503 ? undefined : ADVICE[code];

/** Why something failed, and what to do about it. */
export const explain = (error: unknown): string => {
  if (error instanceof ApiError) return [error.message, adviceFor(error)].filter(Boolean).join(' ');
  if (isCodeFailure(error)) return 'A part of this page could not be loaded. Reload the page.';
  // Most likely the server was updated since the page was loaded, and answers in another shape.
  if (error instanceof Error)
    return `The answer could not be read: ${error.message.slice(0, 300)} Reload the page.`;
  return 'No reason given.';
};

export const isNotFound = (error: unknown): boolean => error instanceof ApiError && error.status === 404;
/** It does not exist, or this person does not see it: the server does not tell which. */
export const isHidden = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 401 || error.status === 403 || error.status === 404);
export const isSignedOut = (error: unknown): boolean => error instanceof ApiError && error.status === 401;
