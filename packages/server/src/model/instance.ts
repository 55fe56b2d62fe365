import type { Instant } from '@pawprint/core';
import type { Lane } from './job.ts';
import { storableText } from './storable.ts';

/** One running process of an extractor. */
export interface Instance {
  readonly extractor: string;
  readonly id: string;
  readonly version: string;
  readonly lane: Lane;
  readonly host: string | null;
  /** The time between two of its heartbeats. */
  readonly intervalMs: number;
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  /** Null unless the instance announced that it stops. */
  readonly stoppedAt: Instant | null;
  /** Whether what it announces is in effect, or is a change that waits for an operator or was declined. */
  readonly announces: 'in_effect' | 'waiting' | 'declined';
}

/** An instance that announced the machine it runs on. */
export type PlacedInstance = Instance & { readonly host: string };

/** `stopped`: it announced its end. `gone`: it sends no heartbeats any more, and announced no end. */
export type InstanceStatus = 'live' | 'late' | 'stopped' | 'gone';

/** One heartbeat can be missed, and the next one be late, before the status changes. */
export const LATE_AFTER_INTERVALS = 2.5;

export const ABSENT_AFTER_INTERVALS = 5;

/** A heartbeat proves that a process runs; after several missed ones it probably runs no more. */
export const instanceStatus = (
  { intervalMs, lastSeenAt, stoppedAt }: Pick<Instance, 'intervalMs' | 'lastSeenAt' | 'stoppedAt'>,
  now: Instant,
): InstanceStatus => {
  if (stoppedAt !== null) return 'stopped';
  const missed = (now - lastSeenAt) / intervalMs;
  if (missed > ABSENT_AFTER_INTERVALS) return 'gone';
  return missed > LATE_AFTER_INTERVALS ? 'late' : 'live';
};

/** Whether a process of the extractor is believed to run. */
export const isPresent = (instance: Instance, now: Instant): boolean => {
  const status = instanceStatus(instance, now);
  return status === 'live' || status === 'late';
};

/** What was known of an instance before its latest heartbeat. */
export interface SeenBefore {
  readonly firstSeenAt: Instant;
  readonly lastSeenAt: Instant;
  readonly intervalMs: number;
}

/** pyClowder's interval, assumed until a second heartbeat comes. */
export const DEFAULT_INTERVAL_MS = 300_000;

const MIN_INTERVAL_MS = 1_000;
const MAX_INTERVAL_MS = 3_600_000;

/**
 * The interval of an instance that does not announce one, estimated from its heartbeats. The first gap counts as it is.
 * A later gap halves or doubles the estimate at most: one missed heartbeat, or two at once after a reconnect, must not
 * give a live instance the status `gone`.
 */
export const observedIntervalMs = (before: SeenBefore | undefined, now: Instant): number => {
  if (before === undefined) return DEFAULT_INTERVAL_MS;
  const gap = now - before.lastSeenAt;
  if (gap < MIN_INTERVAL_MS) return before.intervalMs;
  const isFirstGap = before.firstSeenAt === before.lastSeenAt;
  const bounded = isFirstGap ? gap : Math.min(before.intervalMs * 2, Math.max(before.intervalMs / 2, gap));
  return Math.round(Math.min(MAX_INTERVAL_MS, Math.max(MIN_INTERVAL_MS, bounded)));
};

export interface Heartbeat {
  readonly extractor: string;
  readonly instanceId: string;
  readonly version: string;
  readonly lane: Lane;
  readonly host: string | null;
  readonly intervalMs: number;
  /** This is its last heartbeat. */
  readonly isStopping: boolean;
}

/** The heartbeat with texts that PostgreSQL can store. */
export const storableHeartbeat = (heartbeat: Heartbeat): Heartbeat => ({
  ...heartbeat,
  extractor: storableText(heartbeat.extractor),
  instanceId: storableText(heartbeat.instanceId),
  version: storableText(heartbeat.version),
  host: heartbeat.host === null ? null : storableText(heartbeat.host),
});
