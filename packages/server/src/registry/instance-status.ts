import type { Instant } from '@pawprint/core';
import type { Instance } from './extractor.ts';

export type InstanceStatus = 'live' | 'late' | 'gone';

/** One beat may be missed, and the next be late. */
export const LATE_AFTER_INTERVALS = 2.5;
const GONE_AFTER_INTERVALS = 5;

/** A heartbeat proves that a process lives; several missed ones, that it probably does not. */
export const instanceStatus = (
  { intervalMs, lastSeenAt, stoppedAt }: Pick<Instance, 'intervalMs' | 'lastSeenAt' | 'stoppedAt'>,
  now: Instant,
): InstanceStatus => {
  const missed = (now - lastSeenAt) / intervalMs;
  if (stoppedAt !== null || missed > GONE_AFTER_INTERVALS) return 'gone';
  return missed > LATE_AFTER_INTERVALS ? 'late' : 'live';
};
