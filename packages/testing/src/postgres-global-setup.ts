import { migrate } from '@pawprint/server';
import type { TestProject } from 'vitest/node';
import { startThrowawayPostgres } from './postgres-cluster.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A migrated database that is never changed: `createTestDatabase` copies it. */
    postgresUrl: string;
  }
}

/** One PostgreSQL for all integration tests of a run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await startThrowawayPostgres();
  const migrated = await migrate(cluster.url);
  if (!migrated.ok) {
    await cluster.stop();
    throw new Error(migrated.message, { cause: migrated.cause });
  }
  project.provide('postgresUrl', cluster.url);
  return () => cluster.stop();
}
