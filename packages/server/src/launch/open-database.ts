import type { Config } from '../config/config.ts';
import { findDatabaseProblem } from '../store/check-database.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { EmbeddedPostgresError } from '../store/embedded-postgres/embedded-postgres-error.ts';
import {
  findRunningPostgres,
  hasEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../store/embedded-postgres/start-embedded-postgres.ts';
import { StartError } from './start-error.ts';

/** Runs a command on the database of the configuration, by a connection of its own. */
export const withDatabase = <T>(config: Config, run: (db: Database) => Promise<T>): Promise<T> =>
  withDatabaseUrl(config, async (url) => {
    const db = openDatabase(url, { maxConnections: 1 });
    try {
      return await run(db);
    } finally {
      await db.destroy();
    }
  });

/**
 * Runs a command with the address of the database of the configuration, beside the server that uses it or without one.
 * The server's own PostgreSQL is started for the command where it does not run.
 */
export const withDatabaseUrl = async <T>(config: Config, run: (url: string) => Promise<T>): Promise<T> => {
  const { url, release } = await findDatabase(config);
  try {
    return await run(url);
  } finally {
    await release();
  }
};

interface FoundDatabase {
  readonly url: string;
  /** Stops PostgreSQL again where it was started for the command. */
  readonly release: () => Promise<void>;
}

const findDatabase = async (config: Config): Promise<FoundDatabase> => {
  const { dataDir } = config;
  const databaseUrl = config.databaseDirectUrl ?? config.databaseUrl;
  if (databaseUrl !== undefined) {
    const problem = await findDatabaseProblem(databaseUrl);
    if (problem !== undefined) throw new StartError(problem);
    return { url: databaseUrl, release: async () => undefined };
  }
  if (!hasEmbeddedPostgres(dataDir))
    throw new StartError(
      `There is no database in ${dataDir}. Set PAWPRINT_DATA_DIR, or DATABASE_URL, as the server has it.`,
    );
  try {
    const postgres = await startEmbeddedPostgres({ dataDir });
    return { url: postgres.url, release: () => postgres.stop() };
  } catch (error) {
    if (!(error instanceof EmbeddedPostgresError) || error.problem !== 'data-directory-held') throw error;
    return { url: findRunningPostgres(dataDir), release: async () => undefined };
  }
};
