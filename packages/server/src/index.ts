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
