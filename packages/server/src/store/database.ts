import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import { DatabaseError, Pool, TypeOverrides, types } from 'pg';
import type { Schema } from './schema.ts';

export type Database = Kysely<Schema>;

export interface DatabaseOptions {
  /** Most connections open at once. Default: 10. */
  readonly maxConnections?: number;
  /** Milliseconds after which PostgreSQL cancels a statement; 0 never does. Default: 30 000. */
  readonly statementTimeoutMs?: number;
  /** Told of a connection that broke while nobody used it. The pool has replaced it: good to know, nothing to do. */
  readonly onIdleError?: (error: Error) => void;
}

/** Connects at the first statement, not before. `destroy()` waits for running statements and closes all connections. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const { maxConnections = 10, statementTimeoutMs = 30_000, onIdleError = () => {} } = options;
  const pool = new Pool({
    connectionString: url,
    application_name: 'pawprint',
    max: maxConnections,
    statement_timeout: statementTimeoutMs,
    // A transaction that waits for nothing holds its locks for nothing: its client has hung.
    idle_in_transaction_session_timeout: 60_000,
    types: parsersForOurTypes(),
  });
  // Without a listener, a broken idle connection would end the process.
  pool.on('error', onIdleError);
  // So would one that breaks between two statements of a transaction: the next statement says what happened.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
}

/** pg hands out bigint as text. Ours (sizes, counts, seq) stay below 2^53, and a loss of digits must not go unseen. */
function parsersForOurTypes(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.INT8, parseSafeInteger);
  return overrides;
}

function parseSafeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is beyond what a number can hold exactly`);
  return value;
}

/** Data exceptions, and violated constraints: PostgreSQL is there, and will say the same again. */
const REFUSED_DATA = /^2[23]/;

/** Whether PostgreSQL refused what it was given, as against being away, busy or full. */
export const isRefusedData = (error: unknown): error is DatabaseError =>
  error instanceof DatabaseError && REFUSED_DATA.test(error.code ?? '');

export type DatabaseTransaction = Transaction<Schema>;
