import { type Refusal, refuse } from './handler.ts';

/** SQLSTATE: text that PostgreSQL cannot hold (NUL), in plain text and in JSON. */
const UNSTORABLE_TEXT = new Set(['22021', '22P05']);
/** SQLSTATE: the disk is full. */
const DISK_FULL = '53100';
/** Not reachable, shutting down, starting up, or out of connections. */
const AWAY = /^(08...|57P0[123]|53300|ECONNREFUSED|ECONNRESET|EPIPE)$/;

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** What the database says by its code, for the few faults that are not this server's own. */
export const refusalOfDatabaseError = (error: unknown): Refusal | undefined => {
  const code = codeOf(error);
  if (UNSTORABLE_TEXT.has(code)) return refuse('bad_request', 'Text must not contain NUL characters.');
  if (code === DISK_FULL) return refuse('disk_full', 'The database has no room left on its disk.');
  if (AWAY.test(code)) return refuse('unavailable', 'The database cannot be reached at the moment.');
  return undefined;
};
