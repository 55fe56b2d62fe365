import type { Attempt, Instant } from '../job/job.ts';

/** What is known of a job that has not ended, and of the extractor it waits for. */
export interface Silence {
  readonly lastEventAt: Instant;
  /** The 99th percentile of the gaps between this extractor's events; null before any were measured. */
  readonly p99GapMs: number | null;
  readonly attempts: readonly Pick<Attempt, 'outcome'>[];
  /**
   * The server itself still holds the job (SUBMITTED, or waiting for an HTTP claim), or it waits in the broker and no
   * instance has been there to get it: it can be slow, not lost.
   */
  readonly held: boolean;
  /** Instances of the extractor whose heartbeats are on time. They prove that a process lives, not that the job moves. */
  readonly instancesAlive: number;
  /** When any instance was last seen; null for never. */
  readonly instanceSeenAt: Instant | null;
}

export interface SilenceTerms {
  /** A job is never stalled before it was silent for this long. */
  readonly minStallMs: number;
  /** After this long without an event a job is lost. */
  readonly limitMs: number;
  /** After this many attempts in a row without an end a job is lost. */
  readonly maxAttempts: number;
}

/** `reason` is what the STALLED or LOST event says. */
export type SilenceCheck =
  | { readonly result: 'active' }
  | { readonly result: 'stalled' | 'lost'; readonly reason: string };

/** Whether a job is stalled or lost. A job that was tried too often without an end is lost at once, silent or not. */
export const checkSilence = (silence: Silence, terms: SilenceTerms, now: Instant): SilenceCheck => {
  const tries = attemptsWithoutEnd(silence.attempts);
  if (tries >= terms.maxAttempts) {
    return { result: 'lost', reason: `attempted ${tries} times without an end: poison suspected` };
  }
  const silentMs = now - silence.lastEventAt;
  if (silentMs > terms.limitMs && !silence.held)
    return { result: 'lost', reason: describeSilence(silence, now) };
  if (silentMs > stalledAfterMs(silence, terms))
    return { result: 'stalled', reason: describeSilence(silence, now) };
  return { result: 'active' };
};

/** A job is stalled after three times the usual gap of its extractor, or after `minStallMs` if that is longer. */
const STALLED_AFTER_GAPS = 3;

const stalledAfterMs = ({ p99GapMs }: Silence, { minStallMs }: SilenceTerms): number =>
  Math.max(minStallMs, STALLED_AFTER_GAPS * (p99GapMs ?? 0));

/** The last attempts in a row that ended in silence. The open attempt does not count, and one with a reported end breaks the row. */
export const attemptsWithoutEnd = (attempts: Silence['attempts']): number => {
  const past = attempts.filter(({ outcome }) => outcome !== 'RUNNING');
  return past.length - 1 - past.findLastIndex(({ outcome }) => outcome !== 'LOST');
};

const describeInstances = ({ instancesAlive, instanceSeenAt }: Silence, now: Instant): string => {
  if (instanceSeenAt === null) return 'no instance was ever seen';
  const alive =
    instancesAlive === 0 ? 'no instance' : `${instancesAlive} instance${instancesAlive === 1 ? '' : 's'}`;
  return `${alive} alive, last seen ${formatDuration(now - instanceSeenAt)} ago`;
};

const describeSilence = (silence: Silence, now: Instant): string =>
  `no event for ${formatDuration(now - silence.lastEventAt)}; ${describeInstances(silence, now)}`;

const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
] as const;

/** A unit is used from this many on: 24 h, but 2 d. */
const ENOUGH_OF_A_UNIT = 2;

/** A duration in one whole unit, rounded down: `9 s`, `42 min`, `24 h`, `3 d`. */
export const formatDuration = (ms: number): string => {
  const [size, unit] = UNITS.find(([each]) => ms >= each * ENOUGH_OF_A_UNIT) ?? [1_000, 's'];
  return `${Math.max(0, Math.floor(ms / size))} ${unit}`;
};
