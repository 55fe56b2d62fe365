import { sleep } from './sleep.ts';

export interface ScheduleOptions {
  /** From the end of one run to the start of the next, in milliseconds. A chore never overlaps itself. */
  readonly pauseMs: number;
  /** Before the first run, in milliseconds. Default: none, and the first run starts before `schedule` returns. */
  readonly firstAfterMs?: number;
  /** A run threw or rejected. The chore runs again after the usual pause. */
  readonly onError: (error: unknown) => void;
}

export interface Schedule {
  /** Starts no further run, and resolves when the last one has ended. */
  stop(): Promise<void>;
}

/** Repeats a chore until it is stopped. `stop` also aborts the signal the chore is given. */
export const schedule = (
  chore: (stopped: AbortSignal) => unknown,
  { pauseMs, firstAfterMs = 0, onError }: ScheduleOptions,
): Schedule => {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (): Promise<void> => {
    try {
      await chore(signal);
    } catch (error) {
      onError(error);
    }
  };
  const repeat = async (): Promise<void> => {
    if (firstAfterMs > 0) await sleep(firstAfterMs, signal);
    while (!signal.aborted) {
      await run();
      // A run that ends after the stop must not be followed by a pause: `stop` waits for this loop.
      if (!signal.aborted) await sleep(pauseMs, signal);
    }
  };
  const repeating = repeat();
  return {
    stop: () => {
      stopping.abort();
      return repeating;
    },
  };
};
