import type { Logger } from 'pino';
import type { Config } from '../config/config.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { startEmbeddedPostgres } from '../store/embedded-postgres/start-embedded-postgres.ts';
import { migrate } from '../store/migrate.ts';
import type { Closing } from './closing.ts';
import { StartError } from './start-error.ts';

export interface Store {
  readonly db: Database;
  readonly databaseUrl: string;
  /** Resolves when the database is gone for good, though nobody stopped it. Never, where it is not ours. */
  readonly gone: Promise<void>;
}

const NEVER = new Promise<never>(() => {});

const findPostgres = async (config: Config, closing: Closing): Promise<Omit<Store, 'db'>> => {
  if (config.databaseUrl) return { databaseUrl: config.databaseUrl, gone: NEVER };
  const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir });
  closing.add('PostgreSQL', () => postgres.stop());
  return { databaseUrl: postgres.url, gone: postgres.exited };
};

/** The database of the configuration, started if it is the server's own, and brought up to date. */
export const openStore = async (config: Config, closing: Closing, log: Logger): Promise<Store> => {
  const { databaseUrl, gone } = await findPostgres(config, closing);
  const migrated = await migrate(databaseUrl);
  if (!migrated.ok) throw new StartError(migrated.message, { cause: migrated.cause });
  if (migrated.applied.length > 0)
    log.info(`The database was brought up to date: ${migrated.applied.join(', ')}`);
  let isClosing = false;
  const db = openDatabase(databaseUrl, {
    onIdleError: (error) => isClosing || log.warn({ err: error }, 'A database connection broke while idle'),
  });
  closing.add('the database', () => {
    isClosing = true;
    return db.destroy();
  });
  return { db, databaseUrl, gone };
};
