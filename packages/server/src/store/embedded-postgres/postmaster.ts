import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { sleep } from '@pawprint/async';
import { asArguments, clusterPathArgument, postgresEnvironment } from './cluster.ts';
import { EmbeddedPostgresError, firstProblemIn } from './embedded-postgres-error.ts';
import type { PostgresAccount } from './postgres-account.ts';

export interface PostmasterOptions {
  readonly postgres: string;
  readonly cluster: string;
  readonly clusterName: string;
  readonly account: PostgresAccount | undefined;
  readonly logFile: string;
  /** Settings for this start alone, above those in postgresql.conf. */
  readonly settings: Readonly<Record<string, string>>;
  /** Default: a free one. */
  readonly port?: number;
}

export interface Postmaster {
  readonly port: number;
  readonly pid: number;
  /** Settles when postgres has ended, for any reason. */
  readonly exited: Promise<void>;
  /** Ends all sessions and writes a checkpoint. After `graceMs` (default 20 s) it leaves that to the next start's recovery, and ends it by force. */
  stop(graceMs?: number): Promise<void>;
}

const KEEP_TRYING_MS = 5_000;
const RETRY_PAUSE_MS = 100;
const POLL_MS = 10;
/** Recovery after a crash replays the log since the last checkpoint, which may take a while. */
const READY_WITHIN_MS = 300_000;
const STOP_GRACE_MS = 20_000;
/** PostgreSQL itself gives its processes 5 s to end at an immediate shutdown, then kills them. */
const QUIT_GRACE_MS = 6_000;

/**
 * Starts postgres, more than once if need be: the free port may be taken before postgres gets it, and the last
 * processes of a killed predecessor may hold its shared memory a moment longer.
 */
export async function startPostmaster(options: PostmasterOptions): Promise<Postmaster> {
  const deadline = performance.now() + KEEP_TRYING_MS;
  for (;;) {
    const logSize = sizeOf(options.logFile);
    const started = await tryStart(options, options.port ?? (await freePort()));
    if (started) return started;
    if (performance.now() > deadline) throw notStarted(options.logFile, logSize);
    await sleep(RETRY_PAUSE_MS);
  }
}

function notStarted(logFile: string, logSize: number): EmbeddedPostgresError {
  const written = readFileSync(logFile).subarray(logSize).toString('utf8');
  const problem = written === '' ? `see ${logFile}.` : firstProblemIn(written);
  return new EmbeddedPostgresError('failed', `The embedded PostgreSQL does not start: ${problem}`);
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
  if (pid === undefined) return undefined;
  return { port, pid, exited, stop: (graceMs = STOP_GRACE_MS) => stop(child, exited, graceMs) };
}

/** A session of its own: Ctrl+C in a terminal reaches the server alone, which finishes its work, then stops postgres. */
function spawnPostgres(options: PostmasterOptions, port: number): ChildProcess {
  const { postgres, cluster, account } = options;
  const settings = { ...options.settings, ...mandatorySettings(port, options.clusterName) };
  const log = openLog(options.logFile);
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

/** Given at every start, above what postgresql.conf says: the database is never reachable from elsewhere. */
function mandatorySettings(port: number, clusterName: string): Record<string, string> {
  return {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port: String(port),
    cluster_name: clusterName,
  };
}

const MAX_LOG_BYTES = 8 * 1024 * 1024;

/** PostgreSQL's own log, begun anew when it has grown large. The caller closes it. */
function openLog(path: string): number {
  return openSync(path, sizeOf(path) > MAX_LOG_BYTES ? 'w' : 'a', 0o600);
}

const sizeOf = (path: string): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0;

async function readyPid(cluster: string, child: ChildProcess): Promise<number | undefined> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const file = readPostmasterPidFile(cluster);
    if (file?.status === 'ready' && file.pid === child.pid) return child.pid;
    if (performance.now() > deadline) child.kill('SIGQUIT');
    await sleep(POLL_MS);
  }
  return undefined;
}

/**
 * SIGINT asks for a fast shutdown, SIGQUIT for an immediate one. A stopped process (SIGSTOP) gets them only after a
 * SIGCONT. SIGKILL is the last resort: then the other processes of PostgreSQL have to notice by themselves.
 */
async function stop(child: ChildProcess, exited: Promise<void>, graceMs: number): Promise<void> {
  child.kill('SIGINT');
  const quit = setTimeout(() => {
    child.kill('SIGQUIT');
    child.kill('SIGCONT');
  }, graceMs);
  const kill = setTimeout(() => child.kill('SIGKILL'), graceMs + QUIT_GRACE_MS);
  await exited;
  clearTimeout(quit);
  clearTimeout(kill);
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

export interface PostmasterPidFile {
  readonly pid: number;
  readonly port: number;
  /** `ready` once it takes connections, `stopping` once it takes none any more; empty in the first moments. */
  readonly status: string;
}

/** What PostgreSQL says about itself in its data directory; undefined without such a file. */
export function readPostmasterPidFile(cluster: string): PostmasterPidFile | undefined {
  try {
    return parsePostmasterPidFile(readFileSync(postmasterPidFileIn(cluster), 'utf8'));
  } catch {
    return undefined;
  }
}

export const postmasterPidFileIn = (cluster: string): string => join(cluster, 'postmaster.pid');

/** Line 1 is the process id, line 4 the port, line 8 the status; the lines appear one by one while PostgreSQL starts. */
export function parsePostmasterPidFile(content: string): PostmasterPidFile | undefined {
  const lines = content.split('\n');
  const pid = Number(lines[0]);
  return Number.isInteger(pid) && pid > 0
    ? { pid, port: Number(lines[3] ?? 0), status: lines[7]?.trim() ?? '' }
    : undefined;
}
