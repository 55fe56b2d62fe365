export type { HolderOptions, PostgresHolder } from './postgres-holder.ts';
export { startHolder } from './postgres-holder.ts';
export { queryRows } from './postgres-query.ts';
export type { TemporaryFolder } from './temporary-folder.ts';
export { temporaryFolder } from './temporary-folder.ts';
export { createEmptyDatabase } from './test-database.ts';
