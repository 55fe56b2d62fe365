import { execFile } from 'node:child_process';
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
import { clusterPathArgument, postgresEnvironment } from './cluster-process.ts';
import { newCredentials, SUPERUSER, saveCredentials } from './credentials.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import type { PostgresAccount } from './postgres-account.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import { asArguments, NEW_CLUSTER_SETTINGS } from './server-settings.ts';

const run = promisify(execFile);
const DRAFT_PREFIX = 'draft-';

/** Creates the cluster unless it is there, and refuses one that another PostgreSQL version made. */
export async function ensureCluster(
  home: string,
  binaries: PostgresBinaries,
  account: PostgresAccount | undefined,
): Promise<void> {
  removeDrafts(home);
  if (existsSync(clusterIn(home))) checkVersion(clusterIn(home), binaries.majorVersion);
  else await createCluster(home, binaries, account);
}

export const clusterIn = (home: string): string => join(home, 'cluster');

/** Made beside its place and renamed into it, so that a cluster that is there is whole. */
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
      `The embedded database could not be created: ${reasonOf(error)}`,
    );
  }
}

function reasonOf(error: unknown): string {
  if (
    error instanceof Error &&
    'stderr' in error &&
    typeof error.stderr === 'string' &&
    error.stderr !== ''
  ) {
    return error.stderr.trim();
  }
  return error instanceof Error ? error.message : String(error);
}

function removeDrafts(home: string): void {
  for (const name of readdirSync(home)) {
    if (name.startsWith(DRAFT_PREFIX)) rmSync(join(home, name), { recursive: true, force: true });
  }
}

function checkVersion(cluster: string, majorVersion: string): void {
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (found === majorVersion) return;
  throw new EmbeddedPostgresError(
    'unusable-cluster',
    `The embedded database was made by PostgreSQL ${found}, and this release brings PostgreSQL ${majorVersion}. ` +
      `Move it over with pg_dump of version ${found} and psql, or run the Pawprint release that made it.`,
  );
}
