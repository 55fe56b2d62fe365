import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterPathArgument, postgresEnvironment } from './cluster-process.ts';
import { EmbeddedPostgresError } from './embedded-postgres-error.ts';
import type { PostgresAccount } from './postgres-account.ts';
import { openPostgresLog, tailOfPostgresLog } from './postgres-log.ts';
import { readPostmasterPidFile } from './postmaster-pid-file.ts';
import { asArguments, mandatorySettings } from './server-settings.ts';

export interface PostmasterOptions {
  readonly postgres: string;
  readonly cluster: string;
  readonly clusterName: string;
  readonly account: PostgresAccount | undefined;
  readonly logFile: string;
  /** Settings for this start alone, above those in postgresql.conf. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface Postmaster {
  readonly port: number;
  readonly pid: number;
  /** Settles when postgres has ended, whoever ended it. */
  readonly exited: Promise<void>;
  stop(): Promise<void>;
}

const KEEP_TRYING_MS = 5_000;
const RETRY_PAUSE_MS = 100;
const POLL_MS = 10;
/** Recovery after a crash replays the log since the last checkpoint, which may take a while. */
const READY_WITHIN_MS = 300_000;
const FAST_SHUTDOWN_MS = 20_000;

/**
 * Starts postgres, more than once if need be: the free port may be taken before postgres gets it, and the last
 * processes of a killed predecessor may hold its shared memory a moment longer.
 */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const deadline = performance.now() + KEEP_TRYING_MS;
  for (;;) {
    const started = await tryStart(options, await freePort());
    if (started) return started;
    if (performance.now() > deadline) {
      const tail = tailOfPostgresLog(options.logFile);
      throw new EmbeddedPostgresError('failed', `The embedded PostgreSQL does not start. It says:\n${tail}`);
    }
    await delay(RETRY_PAUSE_MS);
  }
}

async function tryStart(options: PostmasterOptions, port: number): Promise<Postmaster | undefined> {
  const child = spawnPostgres(options, port);
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const stopWithUs = () => void child.kill('SIGINT');
  process.once('exit', stopWithUs);
  void exited.then(() => process.off('exit', stopWithUs));
  const pid = await readyPid(options.cluster, child);
  return pid === undefined ? undefined : { port, pid, exited, stop: () => stop(child, exited) };
}

/** A session of its own: Ctrl+C in a terminal reaches the server alone, which finishes its work, then stops postgres. */
function spawnPostgres(options: PostmasterOptions, port: number): ChildProcess {
  const { postgres, cluster, account } = options;
  const settings = { ...options.settings, ...mandatorySettings(port, options.clusterName) };
  const log = openPostgresLog(options.logFile);
  try {
    return spawn(postgres, ['-D', clusterPathArgument(cluster, account), ...asArguments('-c', settings)], {
      cwd: cluster,
      env: postgresEnvironment,
      stdio: ['ignore', log, log],
      detached: true,
      ...account,
    });
  } finally {
    closeSync(log);
  }
}

async function readyPid(cluster: string, child: ChildProcess): Promise<number | undefined> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const file = readPostmasterPidFile(cluster);
    if (file?.ready && file.pid === child.pid) return child.pid;
    if (performance.now() > deadline) child.kill('SIGQUIT');
    await delay(POLL_MS);
  }
  return undefined;
}

/** SIGINT ends all sessions and writes a checkpoint; SIGQUIT leaves that to the recovery of the next start. */
async function stop(child: ChildProcess, exited: Promise<void>): Promise<void> {
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGQUIT'), FAST_SHUTDOWN_MS);
  await exited;
  clearTimeout(timer);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
