import { setTimeout as rest } from 'node:timers/promises';

export interface PauseLimits {
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

/**
 * How long to rest after the n-th failure in a row (1, 2, …): doubling, and up to half of it taken off at random
 * (`random` in 0..1), so that instances that lost the same server do not come back in step.
 */
export const pauseAfter = (failures: number, random: number, limits: PauseLimits): number => {
  const full = Math.min(limits.longestPauseMs, limits.firstPauseMs * 2 ** Math.min(failures - 1, 30));
  return Math.round(full * (1 - random / 2));
};

/** Rests, and wakes early when the signal aborts: what to do then is the caller's to decide. */
export const restUntil = async (ms: number, signal: AbortSignal | undefined): Promise<void> => {
  await rest(ms, undefined, signal ? { signal } : {}).catch((error: unknown) => {
    if (!signal?.aborted) throw error;
  });
};
