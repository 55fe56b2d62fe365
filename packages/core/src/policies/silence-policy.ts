import type { Attempt, Instant, Reason } from '../job/job.ts';
import type { SilenceFacts } from '../reason/reason-facts.ts';
import { reasonOf } from '../reason/reason-texts.ts';

/** What is known of a job that has not ended, and of the extractor it waits for. */
export interface Silence {
  readonly lastEventAt: Instant;
  /** What is usual for this extractor; null before any gaps were measured. */
  readonly usualGap: UsualGap | null;
  readonly attempts: readonly Pick<Attempt, 'outcome'>[];
  /**
   * The job waits: the server itself holds it, or it is in the broker, whose messages do not get lost by waiting. It can
   * be slow, not lost.
   */
  readonly waits: boolean;
  /** Its instance renews a lease on the attempt. The attempt may be stuck, but it is not lost before the lease runs out. */
  readonly isLeased: boolean;
  /** Since when reports of its lane reach the server without a break; null while they do not. */
  readonly reportsSince: Instant | null;
  /** When the jobs before it in line last showed activity: while the line moves, who waits in it is not stalled. */
  readonly lineMovedAt: Instant | null;
  /** Instances of the extractor whose heartbeats are on time. They prove that a process lives, not that the job moves. */
  readonly instancesAlive: number;
  /** When any instance was last seen; null for never. */
  readonly instanceSeenAt: Instant | null;
}

/** The gaps between events within the attempts of one extractor. */
export interface UsualGap {
  readonly p99Ms: number;
  /** How many gaps were measured. */
  readonly gaps: number;
}

export interface SilenceTerms {
  /** A job is never stalled before it was silent for this long. */
  readonly minStallMs: number;
  /** After this long without an event a job is lost. */
  readonly limitMs: number;
  /** After this many attempts in a row without an end a job is lost. */
  readonly maxAttempts: number;
}

/** `unknown` where reports cannot come. `reason` is what the STALLED or LOST event says. */
export type SilenceCheck =
  | { readonly result: 'active' }
  | { readonly result: 'unknown' }
  | { readonly result: 'stalled' | 'lost'; readonly reason: Reason };

/** Whether a job is stalled or lost. A job that was tried too often without an end is lost at once, silent or not. */
export const checkSilence = (silence: Silence, terms: SilenceTerms, now: Instant): SilenceCheck => {
  const attempts = attemptsWithoutEnd(silence.attempts);
  const { limitMs, maxAttempts } = terms;
  if (attempts >= maxAttempts) {
    return { result: 'lost', reason: reasonOf('poison_suspected', { attempts, maxAttempts }) };
  }
  if (!isHeard(silence, terms, now)) return { result: 'unknown' };
  const silentMs = now - activeAt(silence);
  if (silentMs > limitMs && !silence.waits && !silence.isLeased)
    return { result: 'lost', reason: reasonOf('silent_too_long', silenceFacts(silence, limitMs, now)) };
  const stalledAfterMs = stallMs(silence.usualGap, terms);
  if (silentMs > stalledAfterMs)
    return { result: 'stalled', reason: reasonOf('silent', silenceFacts(silence, stalledAfterMs, now)) };
  return { result: 'active' };
};

/** After a break, reports that were kept meanwhile come first: for as long a silence proves nothing. */
const isHeard = ({ reportsSince }: Silence, { minStallMs }: SilenceTerms, now: Instant): boolean =>
  reportsSince !== null && now - reportsSince >= minStallMs;

const activeAt = ({ lastEventAt, waits, lineMovedAt }: Silence): Instant =>
  waits && lineMovedAt !== null ? Math.max(lastEventAt, lineMovedAt) : lastEventAt;

/** A job is stalled after three times the usual gap of its extractor, or after `minStallMs` if that is longer. */
const STALLED_AFTER_GAPS = 3;

const stallMs = (usual: UsualGap | null, { minStallMs }: SilenceTerms): number =>
  Math.max(minStallMs, STALLED_AFTER_GAPS * (usual?.p99Ms ?? 0));

/** The last attempts in a row that ended in silence. The open attempt does not count, and one with a reported end breaks the row. */
export const attemptsWithoutEnd = (attempts: Silence['attempts']): number => {
  const past = attempts.filter(({ outcome }) => outcome !== 'RUNNING');
  return past.length - 1 - past.findLastIndex(({ outcome }) => outcome !== 'LOST');
};

type SilenceNumbers = Pick<Silence, 'lastEventAt' | 'usualGap' | 'instancesAlive' | 'instanceSeenAt'>;

/** The numbers behind a silence. */
export const silenceFacts = (
  { lastEventAt, usualGap, instancesAlive, instanceSeenAt }: SilenceNumbers,
  limitMs: number,
  now: Instant,
): SilenceFacts => ({
  silentMs: Math.max(0, now - lastEventAt),
  usualMs: usualGap !== null && usualGap.gaps >= LEAST_GAPS ? usualGap.p99Ms : null,
  limitMs,
  instancesAlive,
  instanceSeenAt,
  instanceUnseenMs: instanceSeenAt === null ? null : Math.max(0, now - instanceSeenAt),
});

/** From fewer gaps a 99th percentile is not worth saying. */
const LEAST_GAPS = 20;
