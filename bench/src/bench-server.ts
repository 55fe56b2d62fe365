import { startEmbeddedPostgres } from '@pawprint/server';
import { newDataDir, removeDataDir, type ServerProcess, startServerProcess } from '@pawprint/testing';

export interface BenchServer extends ServerProcess {
  /** The database under the server, for raw inserts beside it. */
  readonly databaseUrl: string;
  /** Of the process whose children serve its connections. */
  readonly databasePid: number;
}

/** A server in its own process on a PostgreSQL as `npm start` has it (fsync on), and everything removed after. */
export const withBenchServer = async (
  work: (server: BenchServer) => Promise<void>,
  settings: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const databaseDir = await newDataDir();
  const postgres = await startEmbeddedPostgres({ dataDir: databaseDir });
  const env = { DATABASE_URL: postgres.url, PAWPRINT_LOG_LEVEL: 'warn', ...settings };
  const server = await startServerProcess({ env });
  try {
    await work({ ...server, databaseUrl: postgres.url, databasePid: postgres.pid });
  } finally {
    await server.stop();
    await postgres.stop();
    await removeDataDir(server.dataDir);
    await removeDataDir(databaseDir);
  }
};
