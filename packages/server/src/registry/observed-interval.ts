import type { Instant } from '@pawprint/core';

/** pyClowder's, where nothing else is known. */
export const USUAL_INTERVAL_MS = 300_000;

const SHORTEST_MS = 1_000;
const LONGEST_MS = 3_600_000;

/** What was seen of an instance before. */
export interface SeenBefore {
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  readonly intervalMs: number;
}

/**
 * How often an instance that does not say so seems to beat. The first gap counts as it is; later ones may halve or
 * double what is known: a missed beat, or two at once after a reconnect, must not turn a live instance into a gone one.
 */
export const observedIntervalMs = (before: SeenBefore | undefined, now: Instant): number => {
  if (before === undefined) return USUAL_INTERVAL_MS;
  const gap = now - before.lastSeenAt;
  if (gap < SHORTEST_MS) return before.intervalMs;
  const isFirstGap = before.firstSeenAt === before.lastSeenAt;
  const bounded = isFirstGap ? gap : Math.min(before.intervalMs * 2, Math.max(before.intervalMs / 2, gap));
  return Math.round(Math.min(LONGEST_MS, Math.max(SHORTEST_MS, bounded)));
};
