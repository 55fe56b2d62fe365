import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@pawprint/server';

export interface PostgresCluster {
  readonly url: string;
  /** Stops PostgreSQL and deletes its files. */
  stop(): Promise<void>;
}

/** Test data need not survive a power cut, and 20 test files at once need more connections than a server. */
const THROWN_AWAY = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
};

export async function startThrowawayPostgres(): Promise<PostgresCluster> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pawprint-test-postgres-'));
  const removeFiles = (): void => rmSync(dataDir, { recursive: true, force: true });
  // A run that is cut short has no time for `stop`.
  process.once('exit', removeFiles);
  try {
    const postgres = await startEmbeddedPostgres({ dataDir, settings: THROWN_AWAY });
    const stop = async (): Promise<void> => {
      await postgres.stop();
      removeFiles();
    };
    return { url: postgres.url, stop };
  } catch (error) {
    removeFiles();
    throw error;
  }
}
