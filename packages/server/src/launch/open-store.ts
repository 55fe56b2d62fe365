import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import { findDatabaseProblem } from '../store/check-database.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { startEmbeddedPostgres } from '../store/embedded-postgres/start-embedded-postgres.ts';
import { groupEarlierFailures } from '../store/jobs/failure-totals.ts';
import { migrate } from '../store/migrate.ts';
import type { Shutdown } from './shutdown.ts';
import { StartError } from './start-error.ts';

export interface Store {
  readonly db: Database;
  readonly databaseUrl: string;
}

/** The database of the configuration, started if it is the server's own, and brought up to date. */
export const openStore = async (config: Config, shutdown: Shutdown, log: Logger): Promise<Store> => {
  const databaseUrl = await findDatabase(config, shutdown, log);
  const migrated = await migrate(databaseUrl);
  if (!migrated.ok) throw new StartError(migrated.message, { cause: migrated.cause });
  if (migrated.applied.length > 0) log.info(`The database was migrated: ${migrated.applied.join(', ')}`);
  let isClosing = false;
  const db = openDatabase(databaseUrl, {
    onIdleError: ({ message }) => isClosing || log.warn(`An unused database connection broke: ${message}`),
  });
  shutdown.add('the database', () => {
    isClosing = true;
    return db.destroy();
  });
  await groupEarlierFailures(db);
  return { db, databaseUrl };
};

const findDatabase = async (config: Config, shutdown: Shutdown, log: Logger): Promise<string> => {
  if (config.databaseUrl === undefined) {
    const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
    shutdown.add('PostgreSQL', () => postgres.stop());
    return postgres.url;
  }
  const problem = await findDatabaseProblem(config.databaseUrl);
  if (problem !== undefined) throw new StartError(problem);
  return config.databaseUrl;
};
