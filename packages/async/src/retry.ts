import { sleep } from './sleep.ts';

/** How long to pause between two tries. */
export interface Backoff {
  /** The pause after the first failure, in milliseconds, more than 0. It doubles with each further failure. */
  readonly firstMs: number;
  /** The pause never grows beyond this, in milliseconds. */
  readonly longestMs: number;
  /**
   * Which share of the pause is subtracted at random, 0 to 1, so that clients that lost the same server do not all return
   * at once. Default: 0.5.
   */
  readonly jitter?: number;
}

/**
 * The pause before the next try, in whole milliseconds.
 *
 * @param failures how many tries failed in a row, from 1
 * @param random from 0 (the whole pause) to 1 (all of the jitter subtracted)
 */
export const backoffMs = (
  failures: number,
  { firstMs, longestMs, jitter = 0.5 }: Backoff,
  random: number = Math.random(),
): number => {
  const wholeMs = Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 60));
  return Math.round(wholeMs * (1 - jitter * random));
};

export interface RetryOptions extends Backoff {
  /** Ends the pauses and the tries. */
  readonly signal?: AbortSignal | undefined;
  /** Whether another try makes sense after this failure, the n-th in a row. Default: always. */
  readonly shouldRetry?: (error: unknown, failures: number) => boolean;
  /** Called before each pause with the failure and how many there were in a row. */
  readonly onRetry?: (error: unknown, failures: number) => void;
}

/**
 * Calls `attempt` until it succeeds, with growing pauses in between, and resolves to what it resolved to. Rejects with
 * the failure after which `shouldRetry` says no, and with the signal's reason once that is aborted.
 */
export const retry = async <Value>(
  attempt: () => Promise<Value>,
  { signal, shouldRetry, onRetry, ...backoff }: RetryOptions,
): Promise<Value> => {
  for (let failures = 1; ; failures += 1) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      signal?.throwIfAborted();
      if (shouldRetry?.(error, failures) === false) throw error;
      onRetry?.(error, failures);
    }
    await sleep(backoffMs(failures, backoff), signal);
  }
};
