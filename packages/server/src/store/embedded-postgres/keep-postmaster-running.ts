import { connect } from 'node:net';
import { retry, schedule } from '@pawprint/async';
import {
  type Postmaster,
  type PostmasterOptions,
  readPostmasterPidFile,
  startPostmaster,
} from './postmaster.ts';
import { stopOrphan } from './stop-orphan.ts';

export interface KeptPostmaster {
  readonly port: number;
  /** Process id of the postgres that was started last. */
  readonly pid: number;
  stop(): Promise<void>;
}

export interface RestartLog {
  info(message: string): void;
  warn(message: string): void;
}

const WATCH_EVERY_MS = 500;
/** How long a postgres that shuts down unasked is waited for. It is needed again soon, and its recovery is quick. */
const SHUTDOWN_GRACE_MS = 2_000;
/**
 * A postgres whose process lives but that lets new connections wait has been stopped, or hangs. Six silent probes of a
 * second, the first half a second after one that was answered, notice that within seven seconds. Fewer are not enough:
 * on a busy machine answers can come late, and a restart breaks every session.
 */
const PROBE_EVERY_MS = 500;
const PROBE_LIMIT_MS = 1_000;
const SILENT_PROBES = 6;
const RESTART_BACKOFF = { firstMs: 100, longestMs: 5_000 };

/**
 * Starts postgres and starts it again whenever it ends before `stop`, always on the same port, so that its address
 * stays valid. A postgres that is shutting down counts as ended: after a SIGTERM it refuses new connections and waits,
 * possibly for ever, for those that are open. So does one that does not react to new connections.
 */
export async function keepPostmasterRunning(
  options: PostmasterOptions,
  log: RestartLog,
): Promise<KeptPostmaster> {
  let postmaster = await startPostmaster(options);
  const { port } = postmaster;
  const stopping = new AbortController();
  const { signal } = stopping;
  let isRunning = true;
  const restart = (): Promise<Postmaster> =>
    retry(
      async () => {
        await stopOrphan(options.cluster, options.clusterName);
        return startPostmaster({ ...options, port });
      },
      { ...RESTART_BACKOFF, signal, onRetry: (error) => log.warn(messageOf(error)) },
    );
  const keepRunning = async (): Promise<void> => {
    for (;;) {
      await postmaster.exited;
      if (signal.aborted) return;
      isRunning = false;
      log.warn('The embedded PostgreSQL has ended unexpectedly; it is started again');
      postmaster = await restart();
      if (signal.aborted) return postmaster.stop();
      isRunning = true;
      log.info('The embedded PostgreSQL runs again');
    }
  };
  const watch = watchPostmaster(options.cluster, () => (isRunning ? postmaster : undefined), log);
  // A restart under way at the stop rejects with the signal's reason, or ends with one more postgres to stop.
  const kept = keepRunning().catch(() => undefined);
  return {
    port,
    get pid() {
      return postmaster.pid;
    },
    async stop() {
      stopping.abort();
      await Promise.all([watch.stop(), postmaster.stop()]);
      await kept;
    },
  };
}

/**
 * Ends a postmaster that is shutting down or does not react.
 *
 * @param running undefined while a new one is being started
 */
function watchPostmaster(
  cluster: string,
  running: () => Postmaster | undefined,
  log: RestartLog,
): { stop(): Promise<unknown> } {
  const endWhenShuttingDown = async (): Promise<void> => {
    const postmaster = running();
    const file = readPostmasterPidFile(cluster);
    if (file?.status === 'stopping' && file.pid === postmaster?.pid) await postmaster.stop(SHUTDOWN_GRACE_MS);
  };
  const endWhenFrozen = async (stopped: AbortSignal): Promise<void> => {
    const postmaster = running();
    if (postmaster === undefined) return;
    for (let silent = 0; silent < SILENT_PROBES; silent += 1) {
      if (await postmasterReacts(postmaster.port, PROBE_LIMIT_MS)) return;
      // It has ended meanwhile, or is being ended.
      if (stopped.aborted || running() !== postmaster) return;
    }
    log.warn('The embedded PostgreSQL does not react to new connections; it is ended');
    await postmaster.stop(0);
  };
  const onError = (error: unknown): void => log.warn(messageOf(error));
  const watches = [
    schedule(endWhenShuttingDown, { pauseMs: WATCH_EVERY_MS, onError }),
    schedule(endWhenFrozen, { pauseMs: PROBE_EVERY_MS, onError }),
  ];
  return { stop: () => Promise.all(watches.map((watch) => watch.stop())) };
}

/** A request for TLS. PostgreSQL answers it with one byte, before it asks for a name or a password. */
const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]);

/**
 * Whether a new connection to this port of 127.0.0.1 is answered or closed within `limitMs`. Of a stopped process the
 * kernel still accepts connections, which then stay silent.
 */
export const postmasterReacts = (port: number, limitMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(SSL_REQUEST));
    const end = (reacts: boolean): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(reacts);
    };
    // A busy event loop comes to the timer before it reads an answer that is there: it must read first.
    const timer = setTimeout(() => setImmediate(() => end(false)), limitMs);
    socket.once('data', () => end(true));
    socket.once('end', () => end(true));
    // Any other error, such as too many open files, says nothing about PostgreSQL.
    socket.once('error', (error) => {
      if (!('code' in error && error.code === 'ECONNREFUSED')) end(true);
    });
  });

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
