import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import { findDatabaseProblem, hasStatementTimeout } from '../store/check-database.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { startEmbeddedPostgres } from '../store/embedded-postgres/start-embedded-postgres.ts';
import { groupEarlierFailures } from '../store/jobs/failure-totals.ts';
import { migrate } from '../store/migrate.ts';
import { packageVersion } from './package-version.ts';
import type { Shutdown } from './shutdown.ts';
import { StartError } from './start-error.ts';

export interface Store {
  readonly db: Database;
  readonly addresses: DatabaseAddresses;
}

export interface DatabaseAddresses {
  /** Through the connection pooler, if there is one. */
  readonly databaseUrl: string;
  /** To PostgreSQL itself, for what needs a session of its own. */
  readonly directUrl: string;
}

/** The database of the configuration, started if it is the server's own, and brought up to date. */
export const openStore = async (config: Config, shutdown: Shutdown, log: Logger): Promise<Store> => {
  const addresses = await findDatabase(config, shutdown, log);
  const { databaseUrl, directUrl } = addresses;
  const migrated = await migrate(directUrl, { release: packageVersion });
  if (!migrated.ok) throw new StartError(migrated.message, { cause: migrated.cause });
  if (migrated.applied.length > 0) log.info(`The database was migrated: ${migrated.applied.join(', ')}`);
  if (migrated.newer.length > 0)
    log.warn(
      `A newer release has migrated the database (${migrated.newer.join(', ')}). This one can work with it, but should be upgraded, too.`,
    );
  let isClosing = false;
  const isPooled = databaseUrl !== directUrl;
  const db = openDatabase(databaseUrl, {
    isPooled,
    onIdleError: ({ message }) => isClosing || log.warn(`An unused database connection broke: ${message}`),
  });
  shutdown.add('the database', () => {
    isClosing = true;
    return db.destroy();
  });
  if (isPooled && !(await hasStatementTimeout(db))) log.warn(NO_TIMEOUT);
  await groupEarlierFailures(db);
  return { db, addresses };
};

const NO_TIMEOUT =
  'Statements have no time limit: a connection pooler keeps the server from setting one. Set it for the role, ' +
  "by: alter role … set statement_timeout = '30s'";

const findDatabase = async (config: Config, shutdown: Shutdown, log: Logger): Promise<DatabaseAddresses> => {
  const { databaseUrl, databaseDirectUrl } = config;
  if (databaseUrl === undefined) {
    const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
    shutdown.add('PostgreSQL', () => postgres.stop());
    return { databaseUrl: postgres.url, directUrl: postgres.url };
  }
  const problem =
    (await findDatabaseProblem(databaseUrl)) ??
    (databaseDirectUrl && (await findDatabaseProblem(databaseDirectUrl, 'PAWPRINT_DATABASE_DIRECT_URL')));
  if (problem) throw new StartError(problem);
  return { databaseUrl, directUrl: databaseDirectUrl ?? databaseUrl };
};
