import { onAbort } from './abort.ts';

/** Timers count their milliseconds in 31 bits: one that is set for longer fires at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/**
 * Resolves after `ms` milliseconds (24 days at most; 0 or less: in the next turn of the event loop), or as soon as the
 * signal aborts. It never rejects: a caller that must not go on asks `signal.aborted`.
 */
export const sleep = (ms: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const wake = (): void => {
      clearTimeout(timer);
      removeListener();
      resolve();
    };
    const timer = setTimeout(wake, Math.min(ms, LONGEST_TIMER_MS));
    let removeListener = (): void => undefined;
    removeListener = onAbort(signal, wake);
  });
