import { rmSync } from 'node:fs';
import { sleep } from '@pawprint/async';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import { postmasterPidFileIn, readPostmasterPidFile } from './postmaster.ts';
import { findProcess } from './running-process.ts';

const FAST_SHUTDOWN_MS = 20_000;
const IMMEDIATE_SHUTDOWN_MS = 10_000;
const POLL_MS = 20;

/**
 * Stops the postgres that a killed server left running on this cluster. It is stopped, not adopted: only a child of ours
 * can be waited for and ends with us. What it committed is kept either way.
 *
 * Requires the data directory's lock, so that no other server is using it.
 */
export async function stopOrphan(cluster: string, clusterName: string): Promise<void> {
  const left = readPostmasterPidFile(cluster);
  if (!left) return;
  if (!isPostmasterOf(left.pid, clusterName)) {
    // Another program may have the id by now. Postgres would take it for its predecessor and refuse to start.
    rmSync(postmasterPidFileIn(cluster), { force: true });
    return;
  }
  process.kill(left.pid, 'SIGINT');
  if (await hasEnded(left.pid, clusterName, FAST_SHUTDOWN_MS)) return;
  process.kill(left.pid, 'SIGQUIT');
  if (await hasEnded(left.pid, clusterName, IMMEDIATE_SHUTDOWN_MS)) return;
  throw new EmbeddedPostgresError(
    'failed',
    `A PostgreSQL left running (process ${left.pid}) does not stop. Kill it.`,
  );
}

function isPostmasterOf(pid: number, clusterName: string): boolean {
  return findProcess(pid)?.command.includes(`cluster_name=${clusterName}`) ?? false;
}

async function hasEnded(pid: number, clusterName: string, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (isPostmasterOf(pid, clusterName)) {
    if (performance.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}
