export type { Caller, JobCaller, UserCaller } from './model/caller.ts';

import type { Config } from './config/config.ts';
import type { RunningServer, StartOptions } from './start-server.ts';

export type { Config, ConfigResult, Environment } from './config/config.ts';
export { resolveConfig } from './config/config.ts';

export { StartError } from './launch/start-error.ts';
export type { RunningServer, StartOptions } from './start-server.ts';
export type { Database, DatabaseOptions } from './store/database.ts';
export { openDatabase } from './store/database.ts';
export { EmbeddedPostgresError } from './store/embedded-postgres/embedded-postgres-error.ts';
export type {
  EmbeddedPostgres,
  EmbeddedPostgresOptions,
} from './store/embedded-postgres/start-embedded-postgres.ts';
export { startEmbeddedPostgres } from './store/embedded-postgres/start-embedded-postgres.ts';
export type { MigrationResult } from './store/migrate.ts';
export { migrate } from './store/migrate.ts';
export type { Schema } from './store/schema.ts';

/** Loads the server on demand, so that a caller who needs only a database does not wait for it. */
export const startServer = async (config: Config, options?: StartOptions): Promise<RunningServer> => {
  const server = await import('./start-server.ts');
  return server.startServer(config, options);
};
