import { ApiError } from '@pawprint/protocol';

/** Nobody answered (0), or a server that is starting, busy or behind a proxy said so: it will pass. */
const PASSING = new Set([0, 408, 425, 429, 502, 503, 504]);

/**
 * How long a server may answer 500 to the same call. A database that restarts looks like that and passes; a fault
 * in the server does not, and a job must not hang on it for ever.
 */
const PATIENCE_WITH_FAULTS_MS = 600_000;

/**
 * Whether the same call may succeed when made again. A refusal (4xx) or a full disk will be the same next time;
 * fetch's TypeError means that the connection broke inside an answer.
 */
export const isWorthRetrying = (error: unknown, failingForMs: number): boolean => {
  if (!(error instanceof ApiError)) return error instanceof TypeError;
  if (error.code === 'disk_full') return false;
  if (PASSING.has(error.status)) return true;
  return error.status >= 500 && failingForMs < PATIENCE_WITH_FAULTS_MS;
};

/** The server heard the call and said no. */
export const isRefusal = (error: unknown): error is ApiError =>
  error instanceof ApiError && error.status >= 400 && error.status < 500 && !PASSING.has(error.status);
