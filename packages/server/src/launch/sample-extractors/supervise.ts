import { restartPause } from './restart-pause.ts';

export interface RunningChild {
  /** How it ended, in words: `exit code 1`. Never rejects. */
  readonly exited: Promise<string>;
  /** Asks it to end. */
  readonly end: () => void;
  readonly kill: () => void;
}

export interface SupervisePorts<Child> {
  readonly start: (child: Child) => RunningChild;
  readonly now: () => number;
  /** Rests, and wakes early when the signal aborts. */
  readonly rest: (ms: number, signal: AbortSignal) => Promise<void>;
  /** A child ended though nobody asked it to. */
  readonly onDeath: (child: Child, how: string, pauseMs: number) => void;
}

export interface Supervision {
  /** Ends the children, kills those that have not ended after `graceMs`, and resolves when none is left. */
  readonly stop: (graceMs: number) => Promise<void>;
}

/** Keeps one child running until `stopping` aborts; between two lives a pause that grows while it keeps dying. */
const keepRunning = async <Child>(
  ports: SupervisePorts<Child>,
  child: Child,
  stopping: AbortSignal,
  alive: Set<RunningChild>,
): Promise<void> => {
  for (let pauseMs = 0; !stopping.aborted; ) {
    const startedAt = ports.now();
    const running = ports.start(child);
    alive.add(running);
    const how = await running.exited;
    alive.delete(running);
    if (stopping.aborted) return;
    pauseMs = restartPause({ startedAt, pauseMs }, ports.now());
    ports.onDeath(child, how, pauseMs);
    await ports.rest(pauseMs, stopping);
  }
};

/** Starts the children, and starts those again that die, until it is stopped. */
export const supervise = <Child>(ports: SupervisePorts<Child>, children: readonly Child[]): Supervision => {
  const stopping = new AbortController();
  const alive = new Set<RunningChild>();
  const ended = Promise.all(children.map((child) => keepRunning(ports, child, stopping.signal, alive)));
  const killAll = () => {
    for (const running of alive) running.kill();
  };
  return {
    async stop(graceMs) {
      stopping.abort();
      for (const running of alive) running.end();
      const timer = setTimeout(killAll, graceMs);
      await ended;
      clearTimeout(timer);
    },
  };
};
