import type { Instant } from '@pawprint/core';
import type { Lane } from './job.ts';
import { storableText } from './storable.ts';

/** One running process of an extractor. */
export interface Instance {
  readonly extractor: string;
  readonly id: string;
  readonly version: string;
  readonly lane: 'http' | 'rabbitmq';
  readonly host: string | null;
  /** How often it says that it lives. */
  readonly intervalMs: number;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  /** Set where it said that it leaves. */
  readonly stoppedAt: Instant | null;
}

export type InstanceStatus = 'live' | 'late' | 'gone';

/** One beat may be missed, and the next be late. */
export const LATE_AFTER_INTERVALS = 2.5;

export const GONE_AFTER_INTERVALS = 5;

/** A heartbeat proves that a process lives; several missed ones, that it probably does not. */
export const instanceStatus = (
  { intervalMs, lastSeenAt, stoppedAt }: Pick<Instance, 'intervalMs' | 'lastSeenAt' | 'stoppedAt'>,
  now: Instant,
): InstanceStatus => {
  const missed = (now - lastSeenAt) / intervalMs;
  if (stoppedAt !== null || missed > GONE_AFTER_INTERVALS) return 'gone';
  return missed > LATE_AFTER_INTERVALS ? 'late' : 'live';
};

/** pyClowder's, where nothing else is known. */
export const USUAL_INTERVAL_MS = 300_000;

export const SHORTEST_MS = 1_000;

export const LONGEST_MS = 3_600_000;

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

export interface Heartbeat {
  readonly extractor: string;
  readonly instanceId: string;
  readonly version: string;
  readonly lane: Lane;
  readonly host: string | null;
  readonly intervalMs: number;
  /** It leaves, and will be heard no more. */
  readonly isStopping: boolean;
}

/** As PostgreSQL can hold it. */
export const storableHeartbeat = (beat: Heartbeat): Heartbeat => ({
  ...beat,
  extractor: storableText(beat.extractor),
  instanceId: storableText(beat.instanceId),
  version: storableText(beat.version),
  host: beat.host === null ? null : storableText(beat.host),
});
