import { existsSync } from 'node:fs';
import type { PostgresAccount } from './postgres-account.ts';

/**
 * How initdb and postgres are told where the cluster is; they must be started with it as working directory.
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
