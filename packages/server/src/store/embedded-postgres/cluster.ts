import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { EmbeddedPostgresError, firstProblemIn } from './embedded-postgres-error.ts';
import type { PostgresAccount } from './postgres-account.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';

const run = promisify(execFile);
const DRAFT_PREFIX = 'draft-';
export const SUPERUSER = 'pawprint';

export const clusterIn = (home: string): string => join(home, 'cluster');

/** Creates the cluster unless it is there, and refuses one that another PostgreSQL version made. */
export async function ensureCluster(
  home: string,
  binaries: PostgresBinaries,
  account: PostgresAccount | undefined,
): Promise<Credentials> {
  removeDrafts(home);
  if (existsSync(clusterIn(home))) checkVersion(clusterIn(home), binaries.majorVersion);
  else await createCluster(home, binaries, account);
  return readCredentials(home);
}

/** Created in a folder beside its place and then renamed, so that an existing cluster is always complete. */
async function createCluster(
  home: string,
  binaries: PostgresBinaries,
  account: PostgresAccount | undefined,
): Promise<void> {
  const draft = mkdtempSync(join(home, DRAFT_PREFIX));
  const cluster = join(draft, 'cluster');
  const passwordFile = join(draft, 'password');
  const credentials = newCredentials();
  mkdirSync(cluster, { mode: 0o700 });
  writeFileSync(passwordFile, credentials.password, { mode: 0o600 });
  if (account) for (const path of [draft, cluster, passwordFile]) chownSync(path, account.uid, account.gid);
  await runInitdb(cluster, binaries.initdb, account);
  saveCredentials(home, credentials);
  renameSync(cluster, clusterIn(home));
  removeDrafts(home);
}

function removeDrafts(home: string): void {
  for (const name of readdirSync(home)) {
    if (name.startsWith(DRAFT_PREFIX)) rmSync(join(home, name), { recursive: true, force: true });
  }
}

/**
 * Written into a new cluster's postgresql.conf, where an operator may change them: small enough that server and
 * database idle together below 250 MB, and safe (fsync and full_page_writes keep their default, on).
 */
const NEW_CLUSTER_SETTINGS: Readonly<Record<string, string>> = {
  shared_buffers: '64MB',
  max_connections: '40',
  max_worker_processes: '4',
  max_parallel_workers: '2',
  max_parallel_workers_per_gather: '1',
  max_logical_replication_workers: '0',
  max_wal_senders: '0',
  wal_level: 'minimal',
  io_method: 'sync',
  // Compiling costs more than our short statements, and loads 40 MB of code into each connection.
  jit: 'off',
  log_min_messages: 'warning',
  log_line_prefix: '%m [%p] ',
  timezone: 'UTC',
};

async function runInitdb(
  cluster: string,
  initdb: string,
  account: PostgresAccount | undefined,
): Promise<void> {
  const path = clusterPathArgument(cluster, account);
  const options = [
    `--pgdata=${path}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${path}/../password`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...asArguments('--set', NEW_CLUSTER_SETTINGS),
  ];
  try {
    await run(initdb, options, { cwd: cluster, env: postgresEnvironment, ...account });
  } catch (error) {
    throw new EmbeddedPostgresError(
      'failed',
      `The embedded database could not be created: ${firstProblemIn(stderrOf(error))}`,
    );
  }
}

function stderrOf(error: unknown): string {
  const hasOutput = error instanceof Error && 'stderr' in error && typeof error.stderr === 'string';
  if (hasOutput && error.stderr !== '') return String(error.stderr);
  return error instanceof Error ? error.message : String(error);
}

export function asArguments(flag: string, settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([name, value]) => [flag, `${name}=${value}`]);
}

/**
 * The cluster's path for initdb and postgres, which must be started with the cluster as working directory.
 *
 * When root starts them as another user, that user may be unable to walk the path: a checkout below a 0700 home.
 * The working directory is entered before the change of user, and `/proc/self/cwd` leads there without a walk,
 * for the process and all that it forks.
 */
export function clusterPathArgument(cluster: string, account: PostgresAccount | undefined): string {
  return account && existsSync('/proc/self/cwd') ? '/proc/self/cwd' : cluster;
}

/** Nothing of our own environment: it holds secrets, and PG* variables would change what is started. */
export const postgresEnvironment: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC' };

function checkVersion(cluster: string, majorVersion: string): void {
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (found === majorVersion) return;
  throw new EmbeddedPostgresError(
    'unusable-cluster',
    `The embedded database was made by PostgreSQL ${found}, and this release brings PostgreSQL ${majorVersion}. ` +
      `Make a backup with the Pawprint release that made it (pawprint backup), and restore that with this one.`,
  );
}

const credentialsSchema = z.object({
  password: z.string().min(1),
  /** Stands in the command line of the cluster's postgres, by which a postgres that was left running is recognised. */
  clusterName: z.string().min(1),
});

export type Credentials = z.infer<typeof credentialsSchema>;

const credentialsIn = (home: string): string => join(home, 'credentials.json');

function newCredentials(): Credentials {
  return {
    password: randomBytes(24).toString('base64url'),
    clusterName: `pawprint-${randomBytes(8).toString('hex')}`,
  };
}

function saveCredentials(home: string, credentials: Credentials): void {
  writeFileSync(credentialsIn(home), `${JSON.stringify(credentials)}\n`, { mode: 0o600 });
}

export function readCredentials(home: string): Credentials {
  const parsed = credentialsSchema.safeParse(parseJsonFile(credentialsIn(home)));
  if (parsed.success) return parsed.data;
  throw new EmbeddedPostgresError(
    'unusable-cluster',
    `The embedded database's password is missing: ${credentialsIn(home)} can't be read. Restore it from a backup.`,
  );
}

function parseJsonFile(path: string): unknown {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
