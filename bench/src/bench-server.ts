import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@pawprint/server';
import { newDataDir, removeDataDir, type ServerProcess, startServerProcess } from '@pawprint/testing';
import { Client as Postgres } from 'pg';

export interface BenchServer extends ServerProcess {
  /** The database under the server, for raw inserts beside it. */
  readonly databaseUrl: string;
  /** Of the process whose children serve its connections. */
  readonly databasePid: number;
}

type Work = (server: BenchServer) => Promise<void>;

/** A server in its own process on a PostgreSQL as `npm start` has it (fsync on), and everything removed after. */
export const withBenchServer = (work: Work, settings: Readonly<Record<string, string>> = {}): Promise<void> =>
  withPostgres(undefined, (postgres) => runServer(postgres, work, settings));

/**
 * The same on a database that is filled first. The server starts again for the work: it has seen nothing of what was
 * written into the tables. `PAWPRINT_BENCH_DATABASE` names a folder in which the database stays for further runs.
 */
export const withFilledServer = (
  fill: (server: BenchServer, postgres: Postgres) => Promise<void>,
  work: Work,
): Promise<void> => {
  const kept = process.env.PAWPRINT_BENCH_DATABASE;
  const mark = kept && join(kept, 'filled');
  return withPostgres(kept, async (database) => {
    if (mark === undefined || !existsSync(mark)) {
      await runServer(database, (server) => fillDatabase(server, fill));
      if (mark !== undefined) await writeFile(mark, '');
    }
    await runServer(database, work);
  });
};

const fillDatabase = async (
  server: BenchServer,
  fill: (server: BenchServer, postgres: Postgres) => Promise<void>,
): Promise<void> => {
  const postgres = new Postgres(server.databaseUrl);
  await postgres.connect();
  try {
    await fill(server, postgres);
  } finally {
    await postgres.end();
  }
};

/** @param kept a folder that stays; undefined: a new one, which is removed after */
const withPostgres = async (
  kept: string | undefined,
  work: (postgres: Database) => Promise<void>,
): Promise<void> => {
  const dataDir = kept ?? (await newDataDir());
  const postgres = await startEmbeddedPostgres({ dataDir });
  try {
    await work(postgres);
  } finally {
    await postgres.stop();
    if (kept === undefined) await removeDataDir(dataDir);
  }
};

/** A benchmark that is broken off by Ctrl-C ends its server, too: by default a signal runs nothing on the way out. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

type Database = Awaited<ReturnType<typeof startEmbeddedPostgres>>;

const runServer = async (
  postgres: Database,
  work: Work,
  settings: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const env = { DATABASE_URL: postgres.url, PAWPRINT_LOG_LEVEL: 'warn', ...settings };
  const server = await startServerProcess({ env });
  try {
    await work({ ...server, databaseUrl: postgres.url, databasePid: postgres.pid });
  } finally {
    await server.stop();
    await removeDataDir(server.dataDir);
  }
};
