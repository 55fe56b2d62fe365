import { TimeLimitError, withTimeLimit } from '@pawprint/async';
import { sql } from 'kysely';
import { DatabaseError } from 'pg';
import { connectionReason } from '../model/connection-reason.ts';
import type { Check } from '../model/readiness.ts';
import { createConnection } from './connection.ts';
import type { Database } from './database.ts';

const START_LIMIT_MS = 10_000;
const CHECK_LIMIT_MS = 1_500;
const OLDEST_VERSION = 15;

/**
 * Why the server cannot start on this database, as one sentence without the password; undefined where it can.
 *
 * @param setting the name of the setting that contains the address
 */
export const findDatabaseProblem = async (
  databaseUrl: string,
  setting = 'DATABASE_URL',
): Promise<string | undefined> => {
  const { host, pathname } = new URL(databaseUrl);
  const name = `The database in ${setting} (${host}${pathname})`;
  try {
    const version = await withTimeLimit(readVersion(databaseUrl), START_LIMIT_MS);
    if (Math.floor(version / 10_000) >= OLDEST_VERSION) return undefined;
    return `${name} is PostgreSQL ${Math.floor(version / 10_000)}; Pawprint needs ${OLDEST_VERSION} or newer.`;
  } catch (error) {
    const reason = hasCode(error) ? databaseReason(error) : 'what listens there is not PostgreSQL';
    return `${name} cannot be used: ${reason}.`;
  }
};

/** As PostgreSQL numbers its versions: 180004 is 18.4. */
const readVersion = async (databaseUrl: string): Promise<number> => {
  const connection = createConnection(databaseUrl, { limitMs: 2 * START_LIMIT_MS });
  try {
    await connection.client.connect();
    const { rows } = await connection.client.query<{ server_version_num: string }>('show server_version_num');
    return Number(rows[0]?.server_version_num);
  } finally {
    await connection.close();
  }
};

/** Whether PostgreSQL cancels a statement that takes too long. */
export const hasStatementTimeout = async (db: Database): Promise<boolean> => {
  const { rows } = await sql<{ statement_timeout: string }>`show statement_timeout`.execute(db);
  return rows[0]?.statement_timeout !== '0';
};

/** How PostgreSQL calls its version, and how much the database takes on its disk. */
export const describeDatabase = async (
  db: Database,
): Promise<{ readonly version: string; readonly sizeBytes: number }> => {
  const { rows } = await sql<{ version: string; size: number }>`
    select current_setting('server_version') as version, pg_database_size(current_database()) as size`.execute(
    db,
  );
  return { version: rows[0]?.version ?? '', sizeBytes: Number(rows[0]?.size ?? 0) };
};

export interface DatabaseCheckPorts {
  readonly db: Database;
  readonly databaseUrl: string;
}

/**
 * Whether the database answers on a connection of the pool, and takes new connections: one that is shutting down does
 * the first and not the second. However many ask at once, one check runs.
 */
export const createDatabaseCheck = (ports: DatabaseCheckPorts): (() => Promise<Check>) => {
  let running: Promise<Check> | undefined;
  const check = async (): Promise<Check> => {
    try {
      await withTimeLimit(queryBothWays(ports), CHECK_LIMIT_MS);
      return { ok: true };
    } catch (error) {
      return { ok: false, reason: `The database cannot be used: ${databaseReason(error)}` };
    } finally {
      running = undefined;
    }
  };
  return () => (running ??= check());
};

const queryBothWays = async ({ db, databaseUrl }: DatabaseCheckPorts): Promise<void> => {
  const connection = createConnection(databaseUrl, { limitMs: 2 * CHECK_LIMIT_MS });
  try {
    await Promise.all([sql`select 1`.execute(db), connection.client.connect()]);
  } finally {
    await connection.close();
  }
};

/** Without a code, pg's error is its own: the other side closed the connection, or sent what PostgreSQL never sends. */
const hasCode = (error: unknown): boolean =>
  error instanceof TimeLimitError || (error instanceof Error && 'code' in error && error.code !== undefined);

/** Why the database cannot be used, as a part of a sentence. */
export const databaseReason = (error: unknown): string => {
  if (error instanceof DatabaseError) return error.message;
  if (error instanceof TimeLimitError) return `no answer within ${error.limitMs / 1_000} s`;
  return connectionReason(error);
};
