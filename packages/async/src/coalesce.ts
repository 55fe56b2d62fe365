import { sleep } from './sleep.ts';

export interface CoalesceOptions {
  /** From the end of one run to the start of the next, in milliseconds; a function is asked after each run. Default: 0. */
  readonly pauseMs?: number | (() => number);
  /** A run threw or rejected. It is not repeated until it is requested again. Default: the failure is ignored. */
  readonly onError?: (error: unknown) => void;
  /** A run succeeded, and no other was requested while it lasted. */
  readonly onIdle?: () => void;
}

export interface Coalesced {
  /**
   * Asks for a run. It starts before `request` returns where none is under way and the pause after the last one is
   * over. All requests made during a run and its pause share the next run. After `stop` nothing is run.
   */
  readonly request: () => void;
  /** Resolves when no run is under way or requested, and the pause after the last one is over. */
  readonly idle: () => Promise<void>;
  /** Starts no further run, and resolves when the last one has ended. */
  readonly stop: () => Promise<void>;
}

/** Joins any number of requests into one run at a time. After the last request a whole run always follows. */
export const coalesce = (
  run: () => unknown,
  { pauseMs = 0, onError, onIdle }: CoalesceOptions = {},
): Coalesced => {
  const stopping = new AbortController();
  let isRequested = false;
  let isWorking = false;
  let working = Promise.resolve();

  const runOnce = async (): Promise<void> => {
    try {
      await run();
      if (!isRequested) onIdle?.();
    } catch (error) {
      onError?.(error);
    }
  };
  const pause = async (): Promise<void> => {
    const ms = typeof pauseMs === 'number' ? pauseMs : pauseMs();
    if (ms > 0) await sleep(ms, stopping.signal);
  };
  const work = async (): Promise<void> => {
    isWorking = true;
    while (isRequested && !stopping.signal.aborted) {
      isRequested = false;
      await runOnce();
      if (!stopping.signal.aborted) await pause();
    }
    isWorking = false;
  };
  return {
    request() {
      isRequested = true;
      if (!isWorking && !stopping.signal.aborted) working = work();
    },
    idle: () => working,
    stop() {
      stopping.abort();
      return working;
    },
  };
};
