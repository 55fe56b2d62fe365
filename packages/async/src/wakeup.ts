import { onAbort } from './abort.ts';

export interface WaitOptions {
  /** Ends the wait after so many milliseconds. Default: no limit. */
  readonly limitMs?: number | undefined;
  /** Ends the wait when it aborts. */
  readonly signal?: AbortSignal | undefined;
}

/** A signal that there is work. */
export interface Wakeup {
  /** Ends every wait under way; where none is, the next wait ends at once. */
  readonly wake: () => void;
  /** Resolves at the next wake, at the limit or at the abort. It never rejects. Check for work afterwards in any case. */
  readonly wait: (options?: WaitOptions) => Promise<void>;
}

/**
 * For a loop that checks for work and then waits for more. A wake that comes during the check is not lost: the wait that
 * follows ends at once.
 */
export const createWakeup = (): Wakeup => {
  const waits = new Set<() => void>();
  let isAwake = false;
  const wait = ({ limitMs, signal }: WaitOptions = {}): Promise<void> =>
    new Promise((resolve) => {
      let removeListener = (): void => undefined;
      const end = (): void => {
        waits.delete(end);
        clearTimeout(timer);
        removeListener();
        resolve();
      };
      const timer = limitMs === undefined ? undefined : setTimeout(end, limitMs);
      waits.add(end);
      removeListener = onAbort(signal, end);
      if (isAwake) end();
      isAwake = false;
    });
  return {
    wait,
    wake() {
      isAwake = waits.size === 0;
      for (const end of waits) end();
    },
  };
};
