import { chmodSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureApplicationDatabase } from './application-database.ts';
import { findBinaryPackage } from './binary-package.ts';
import { clusterIn, ensureCluster } from './cluster.ts';
import { readCredentials } from './credentials.ts';
import { lockDataDirectory } from './data-directory-lock.ts';
import { stopOrphan } from './orphan.ts';
import { chooseAccountFor } from './postgres-account.ts';
import { findUsableBinaries } from './postgres-binaries.ts';
import { type Postmaster, startPostmaster } from './postmaster.ts';

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
}

export interface EmbeddedPostgres {
  /** A connection string with the password, for 127.0.0.1 and a port that differs from start to start. */
  readonly url: string;
  /** Process id of postgres. */
  readonly pid: number;
  /** Settles when postgres has ended; before `stop` was called, that is a failure the server can't outlive. */
  readonly exited: Promise<void>;
  /** Ends all sessions, shuts the database down cleanly and frees the data directory. */
  stop(): Promise<void>;
}

/**
 * A PostgreSQL that belongs to this server: created at the first start, stopped with it.
 * Rejects with `EmbeddedPostgresError` when it can't be had.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  mkdirSync(options.dataDir, { recursive: true });
  const dataDir = realpathSync(options.dataDir);
  const lock = lockDataDirectory(dataDir);
  try {
    const { url, postmaster } = await start(dataDir, options);
    return {
      url,
      pid: postmaster.pid,
      exited: postmaster.exited,
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

async function start(
  dataDir: string,
  options: EmbeddedPostgresOptions,
): Promise<{ url: string; postmaster: Postmaster }> {
  const home = makeHome(dataDir);
  const cluster = clusterIn(home);
  const account = chooseAccountFor(cluster);
  const {
    binaryPackage = findBinaryPackage(),
    placesForBinaries = defaultPlaces(home),
    settings = {},
  } = options;
  const binaries = await findUsableBinaries(binaryPackage, account, placesForBinaries);
  await ensureCluster(home, binaries, account);
  const { password, clusterName } = readCredentials(home);
  await stopOrphan(cluster, clusterName);
  const logFile = join(home, 'postgres.log');
  const { postgres } = binaries;
  const postmaster = await startPostmaster({ postgres, cluster, clusterName, account, logFile, settings });
  try {
    return { postmaster, url: await ensureApplicationDatabase(postmaster.port, password) };
  } catch (error) {
    await postmaster.stop();
    throw error;
  }
}

/** Others may pass through, for the sake of a copy of the programs; what is secret in it is closed by itself. */
function makeHome(dataDir: string): string {
  const home = join(dataDir, 'postgres');
  if (mkdirSync(home, { recursive: true }) !== undefined) chmodSync(home, 0o711);
  return home;
}

const defaultPlaces = (home: string): string[] => [home, '/var/lib/pawprint', '/var/tmp', tmpdir()];
