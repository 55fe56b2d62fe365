import { type Backoff, backoffMs, sleep } from '@pawprint/async';

export interface RunningChild {
  /** Resolves to how it ended, for people: `exit code 1`. Never rejects. */
  readonly exited: Promise<string>;
  /** Asks it to end. */
  readonly end: () => void;
  readonly kill: () => void;
}

export interface SupervisePorts<Child> {
  readonly start: (child: Child) => RunningChild;
  /** A child ended without having been asked to; it is started again after the pause. */
  readonly onExit: (child: Child, ending: string, pauseMs: number) => void;
}

export interface Supervision {
  /** Ends the children, kills those that have not ended after `graceMs`, and resolves when none is left. */
  readonly stop: (graceMs: number) => Promise<void>;
}

/** Starts the children, and starts those again that end by themselves, until it is stopped. */
export const supervise = <Child>(ports: SupervisePorts<Child>, children: readonly Child[]): Supervision => {
  const stopping = new AbortController();
  const running = new Set<RunningChild>();
  const ended = Promise.all(children.map((child) => keepRunning(ports, child, stopping.signal, running)));
  const killAll = () => {
    for (const child of running) child.kill();
  };
  return {
    async stop(graceMs) {
      stopping.abort();
      for (const child of running) child.end();
      const timer = setTimeout(killAll, graceMs);
      await ended;
      clearTimeout(timer);
    },
  };
};

const RESTARTS: Backoff = { firstMs: 1_000, longestMs: 60_000, jitter: 0 };
/** A child that ran for so long has recovered: its next end has another cause, and the pause is a short one again. */
const RECOVERED_MS = 60_000;

const keepRunning = async <Child>(
  { start, onExit }: SupervisePorts<Child>,
  child: Child,
  stopping: AbortSignal,
  running: Set<RunningChild>,
): Promise<void> => {
  for (let failures = 0; !stopping.aborted; ) {
    const startedAt = performance.now();
    const process = start(child);
    running.add(process);
    const ending = await process.exited;
    running.delete(process);
    if (stopping.aborted) return;
    failures = performance.now() - startedAt >= RECOVERED_MS ? 1 : failures + 1;
    const pauseMs = backoffMs(failures, RESTARTS);
    onExit(child, ending, pauseMs);
    await sleep(pauseMs, stopping);
  }
};
