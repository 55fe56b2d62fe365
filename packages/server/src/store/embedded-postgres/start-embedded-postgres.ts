import { chmodSync, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { clusterIn, ensureCluster, readCredentials, SUPERUSER } from './cluster.ts';
import { lockDataDirectory } from './data-directory-lock.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { type KeptPostmaster, keepPostmasterRunning, type RestartLog } from './keep-postmaster-running.ts';
import { chooseAccountFor } from './postgres-account.ts';
import { findBinaryPackage, findUsableBinaries } from './postgres-binaries.ts';
import { readPostmasterPidFile } from './postmaster.ts';
import { stopOrphan } from './stop-orphan.ts';

export interface EmbeddedPostgresOptions {
  /** The server's data directory; created if missing. The database is its folder `postgres`. */
  readonly dataDir: string;
  /** PostgreSQL settings for this start alone, such as `{ fsync: 'off' }` for a cluster that tests throw away. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Folder of the npm package with PostgreSQL's programs. Default: the one that npm installed for this machine. */
  readonly binaryPackage?: string;
  /**
   * Folders for a copy of it, tried in this order, should it be out of reach where it is.
   * Default: the data directory, /var/lib/pawprint (root's alone), and, for a read-only /var/lib, the temporary ones.
   */
  readonly placesForBinaries?: readonly string[];
  /** Logs when postgres ends and runs again. Default: nothing is logged. */
  readonly log?: RestartLog;
}

export interface EmbeddedPostgres {
  /** A connection string with the password, for 127.0.0.1 and a port that stays the same until `stop`. */
  readonly url: string;
  /** Process id of postgres; another one after it had to be started again. */
  readonly pid: number;
  /** Ends all sessions, shuts the database down cleanly and frees the data directory. */
  stop(): Promise<void>;
}

const SILENT: RestartLog = { info: () => undefined, warn: () => undefined };

/**
 * A PostgreSQL that belongs to this server: created at the first start, started again when it ends by itself, stopped
 * with the server. Rejects with `EmbeddedPostgresError`, or with the file system's error, when it can't be had.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  mkdirSync(options.dataDir, { recursive: true });
  const dataDir = realpathSync(options.dataDir);
  const lock = lockDataDirectory(dataDir);
  try {
    const { url, postmaster } = await start(dataDir, options);
    return {
      url,
      get pid() {
        return postmaster.pid;
      },
      stop: async () => {
        await postmaster.stop();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Whether a server has made its database in this data directory. */
export const hasEmbeddedPostgres = (dataDir: string): boolean => existsSync(clusterIn(homeIn(dataDir)));

/** The address of the PostgreSQL that a running server has started on this data directory. */
export function findRunningPostgres(dataDir: string): string {
  const running = readPostmasterPidFile(clusterIn(homeIn(dataDir)));
  if (running?.status !== 'ready')
    throw new EmbeddedPostgresError(
      'failed',
      'The database is just starting or stopping. Try again in a moment.',
    );
  return addressOf(running.port, readCredentials(homeIn(dataDir)).password, DATABASE);
}

const homeIn = (dataDir: string): string => join(dataDir, 'postgres');

async function start(
  dataDir: string,
  options: EmbeddedPostgresOptions,
): Promise<{ url: string; postmaster: KeptPostmaster }> {
  const home = makeHome(dataDir);
  const cluster = clusterIn(home);
  const account = chooseAccountFor(cluster);
  const {
    binaryPackage = findBinaryPackage(),
    placesForBinaries = defaultPlaces(home),
    settings = {},
    log = SILENT,
  } = options;
  const binaries = await findUsableBinaries(binaryPackage, account, placesForBinaries);
  const { password, clusterName } = await ensureCluster(home, binaries, account);
  await stopOrphan(cluster, clusterName);
  const logFile = join(home, 'postgres.log');
  const { postgres } = binaries;
  const postmaster = await keepPostmasterRunning(
    { postgres, cluster, clusterName, account, logFile, settings },
    log,
  );
  try {
    return { postmaster, url: await ensureApplicationDatabase(postmaster.port, password) };
  } catch (error) {
    await postmaster.stop();
    throw error;
  }
}

/** Others may pass through, for the sake of a copy of the programs; what is secret in it is closed by itself. */
function makeHome(dataDir: string): string {
  const home = homeIn(dataDir);
  if (mkdirSync(home, { recursive: true }) !== undefined) chmodSync(home, 0o711);
  return home;
}

const defaultPlaces = (home: string): string[] => [home, '/var/lib/pawprint', '/var/tmp', tmpdir()];

const DATABASE = 'pawprint';

/** The address of our database, which is created if this is the cluster's first start (or the first was cut short). */
async function ensureApplicationDatabase(port: number, password: string): Promise<string> {
  const client = new Client(addressOf(port, password, 'postgres'));
  // Where the connection breaks, the statement under way fails; without a listener the process would end.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(DATABASE)}`);
  } finally {
    await client.end();
  }
  return addressOf(port, password, DATABASE);
}

function addressOf(port: number, password: string, database: string): string {
  return `postgresql://${SUPERUSER}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}
