import { DatabaseError } from 'pg';
import type { Config } from '../config/config.ts';
import { EmbeddedPostgresError } from '../store/embedded-postgres/embedded-postgres-error.ts';

/** Stops the start of the server for a reason the operator can do something about: the message is a sentence to them. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

/** Turns an error that the operator can mend into a StartError with a sentence; any other error stays unchanged. */
export const explainStartFailure = (error: unknown, { dataDir, databaseUrl }: Config): unknown => {
  if (error instanceof StartError || error instanceof EmbeddedPostgresError) return error;
  if (error instanceof DatabaseError) {
    const name = databaseUrl === undefined ? 'The embedded database' : 'The database in DATABASE_URL';
    return new StartError(`${name} refuses what the start needs: ${error.message}.`, { cause: error });
  }
  const reason = FILE_PROBLEMS[codeOf(error)];
  if (reason === undefined) return error;
  const where = pathOf(error);
  return new StartError(
    `The data directory ${dataDir} cannot be used: ${reason}${where && ` (${where})`}. ` +
      'Repair that, or set PAWPRINT_DATA_DIR to another directory.',
    { cause: error },
  );
};

const FILE_PROBLEMS: Readonly<Record<string, string>> = {
  ENOSPC: 'its disk is full',
  EDQUOT: 'its disk quota is used up',
  EROFS: 'its file system is read-only',
  EACCES: 'this user has no permission',
  EPERM: 'this user has no permission',
  EEXIST: 'there is a file in its place',
  ENOTDIR: 'there is a file in its place',
  ENOENT: 'it cannot be created',
  EIO: 'its disk cannot be read or written',
};

export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';

const pathOf = (error: unknown): string =>
  error instanceof Error && 'path' in error ? String(error.path) : '';
