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
const RESTART_BACKOFF = { firstMs: 100, longestMs: 5_000 };

/**
 * Starts postgres and starts it again whenever it ends before `stop`, always on the same port, so that its address
 * stays valid. A postgres that is shutting down counts as ended: after a SIGTERM it refuses new connections and waits,
 * possibly for ever, for those that are open.
 */
export async function keepPostmasterRunning(
  options: PostmasterOptions,
  log: RestartLog,
): Promise<KeptPostmaster> {
  let postmaster = await startPostmaster(options);
  const { port } = postmaster;
  const stopping = new AbortController();
  const { signal } = stopping;

  const endWhenShuttingDown = async (): Promise<void> => {
    const file = readPostmasterPidFile(options.cluster);
    if (file?.status === 'stopping' && file.pid === postmaster.pid) await postmaster.stop(SHUTDOWN_GRACE_MS);
  };
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
      log.warn('The embedded PostgreSQL has ended unexpectedly; it is started again');
      postmaster = await restart();
      if (signal.aborted) return postmaster.stop();
      log.info('The embedded PostgreSQL runs again');
    }
  };
  const watch = schedule(endWhenShuttingDown, {
    pauseMs: WATCH_EVERY_MS,
    onError: (error) => log.warn(messageOf(error)),
  });
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

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
