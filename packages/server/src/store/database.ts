import { retry } from '@pawprint/async';
import {
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  sql,
  type Transaction,
} from 'kysely';
import { DatabaseError, Pool, type PoolClient, TypeOverrides, types } from 'pg';
import type { Schema } from './schema.ts';

export type Database = Kysely<Schema>;

export type DatabaseTransaction = Transaction<Schema>;

export interface DatabaseOptions {
  /** Most connections open at once. Default: 10. */
  readonly maxConnections?: number;
  /** Milliseconds after which PostgreSQL cancels a statement; 0 never does. Default: 30 000. */
  readonly statementTimeoutMs?: number;
  /** Called when an unused connection breaks. The pool replaces it: nothing needs to be done. */
  readonly onIdleError?: (error: Error) => void;
  /**
   * Whether a connection pooler stands before PostgreSQL. It gives each transaction another session, so a session has no
   * settings of ours: the time limits have to be those of the role. Default: false.
   */
  readonly isPooled?: boolean;
}

/** Connects at the first statement, not before. `destroy()` waits for running statements and closes all connections. */
export function openDatabase(url: string, options: DatabaseOptions = {}): Database {
  const {
    maxConnections = 10,
    statementTimeoutMs = 30_000,
    onIdleError = () => {},
    isPooled = false,
  } = options;
  const pool = new Pool({
    connectionString: url,
    application_name: 'pawprint',
    max: maxConnections,
    // Also the time that a statement waits for a connection to become free.
    connectionTimeoutMillis: CONNECTION_LIMIT_MS,
    ...(isPooled ? {} : sessionLimits(statementTimeoutMs)),
    types: parsersForOurTypes(),
  });
  // Without a listener, a broken idle connection would end the process.
  pool.on('error', onIdleError);
  // PostgreSQL may end a new connection in the same packet in which it accepts it, before anybody else listens.
  pool.on('connect', (client) => client.on('error', () => undefined));
  const db = new Kysely<Schema>({
    dialect: new PostgresDialect({ pool: namingLostConnections(pool, !isPooled) }),
  });
  pools.set(db, pool);
  return db;
}

const pools = new WeakMap<Database, Pool>();

/** Connections of its pool that are open, those of them that nobody uses, and statements that wait for one. */
export const countConnections = (
  db: Database,
): { readonly open: number; readonly idle: number; readonly waiting: number } => {
  const pool = pools.get(db);
  return { open: pool?.totalCount ?? 0, idle: pool?.idleCount ?? 0, waiting: pool?.waitingCount ?? 0 };
};

const CONNECTION_LIMIT_MS = 30_000;

const sessionLimits = (statementTimeoutMs: number) => ({
  statement_timeout: statementTimeoutMs,
  // A transaction that waits for nothing holds its locks for nothing: its client has hung.
  idle_in_transaction_session_timeout: 60_000,
});

/** As an expression, for a statement that is run anyway. It works through a pooler, too. */
export const LIMITED_IDLE_TIME = sql`set_config('idle_in_transaction_session_timeout', '5s', true)`;

/**
 * PostgreSQL ends the transaction, its locks and its session where nothing is asked within it for 5 s: this server has
 * hung. For what other servers wait for, in which nothing is done between two statements but computing.
 */
export const limitIdleTime = async (trx: DatabaseTransaction): Promise<void> =>
  void (await sql`select ${LIMITED_IDLE_TIME}`.execute(trx));

/**
 * The database cannot be reached, or the connection broke under a statement. Most of pg's own errors for this differ
 * from others only by their text; this one has the SQLSTATE for it.
 */
class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
  readonly code = '08006';
}

/** The same pool, whose connections fail with a ConnectionLostError once they are broken. */
function namingLostConnections(pool: Pool, canPrepare: boolean): PostgresPool {
  const clients = new WeakMap<PoolClient, PostgresPoolClient>();
  return {
    async connect() {
      const client = await pool.connect().catch(refuseConnection);
      const known = clients.get(client) ?? namingItsLoss(client, canPrepare);
      clients.set(client, known);
      return known;
    },
    end: () => pool.end(),
  };
}

function refuseConnection(error: unknown): never {
  if (error instanceof Error && 'code' in error && error.code !== undefined) throw error;
  throw new ConnectionLostError('The database cannot be reached', { cause: error });
}

function namingItsLoss(client: PoolClient, canPrepare: boolean): PostgresPoolClient {
  let isLost = false;
  // Without a listener, a connection that breaks between two statements of a transaction would end the process.
  client.on('error', () => {
    isLost = true;
  });
  const query = async (statement: string, parameters: readonly unknown[]): Promise<unknown> => {
    try {
      const values = [...parameters];
      return await client.query({ text: statement, values, ...(canPrepare ? nameOf(statement) : {}) });
    } catch (error) {
      if (!isLost || error instanceof DatabaseError) throw error;
      throw new ConnectionLostError('The connection to the database broke', { cause: error });
    }
  };
  // Kysely calls `query` with a cursor only where its dialect is given one; ours is not.
  return { query: query as PostgresPoolClient['query'], release: () => client.release() };
}

/**
 * Begins a statement that PostgreSQL plans once for each connection, and not each time: for those that are run often and
 * take less time than their planning. None may return all columns of a table (`*`): it would fail when a newer server
 * adds one. A pooler gives each transaction another session, so none is prepared behind one.
 */
export const PREPARED = sql.raw('/* prepared */');

const names = new Map<string, string>();

function nameOf(statement: string): { readonly name?: string } {
  if (!statement.startsWith('/* prepared */')) return {};
  const name = names.get(statement) ?? `pawprint_${names.size}`;
  names.set(statement, name);
  return { name };
}

/** pg returns bigint as text. Our values (sizes, counts, seq) stay below 2^53; a larger one must not lose digits silently. */
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

/** SQLSTATEs of data exceptions and violated constraints: the same statement would fail again. */
const REFUSED_DATA = /^2[23]/;

/** Whether PostgreSQL refused the data, and is not merely unreachable, busy or full. */
export const isRefusedData = (error: unknown): error is DatabaseError =>
  error instanceof DatabaseError && REFUSED_DATA.test(error.code ?? '');

/** SQLSTATEs: serialization failure, deadlock, lock not available. */
const ROLLED_BACK = new Set(['40001', '40P01', '55P03']);

/**
 * Whether PostgreSQL rolled a transaction back because others stood in its way: nothing of it is stored, and the same
 * transaction may succeed when it is repeated.
 */
export const isRolledBack = (error: unknown): error is DatabaseError =>
  error instanceof DatabaseError && ROLLED_BACK.has(error.code ?? '');

/** How often a transaction is tried, with pauses of some hundredths of a second. Its clients wait for all of it. */
export const MOST_TRIES = 6;
const PAUSES = { firstMs: 10, longestMs: 160 };

/** Repeats a transaction that was rolled back because of others, such as the victim of a deadlock. */
export const repeatRolledBack = <Value>(transaction: () => Promise<Value>): Promise<Value> =>
  retry(transaction, {
    ...PAUSES,
    shouldRetry: (error, failures) => isRolledBack(error) && failures < MOST_TRIES,
  });
