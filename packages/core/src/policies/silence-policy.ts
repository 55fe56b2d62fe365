import type { Attempt, Instant } from '../job/job.ts';
import { writtenDuration } from './written-duration.ts';

/** What is known of a job that has not ended, and of the extractor it waits for. */
export interface Silence {
  readonly lastEventAt: Instant;
  /** The 99th percentile of the gaps between this extractor's events; null before any were measured. */
  readonly p99GapMs: number | null;
  readonly attempts: readonly Pick<Attempt, 'outcome'>[];
  /**
   * The server itself still holds the job (SUBMITTED, or waiting for an HTTP claim), or it waits in the broker and
   * nobody has been there to take it: it can be slow, not lost.
   */
  readonly held: boolean;
  /** Instances of the extractor whose heartbeats are on time. They prove that a process lives, not that the job moves. */
  readonly instancesAlive: number;
  /** When any instance was last seen; null for never. */
  readonly instanceSeenAt: Instant | null;
}

export interface SilenceTerms {
  /** A silence shorter than this is never remarked on. */
  readonly floorMs: number;
  /** After this long without an event a job is lost. */
  readonly limitMs: number;
  /** So many attempts in a row without an end are enough. */
  readonly maxAttempts: number;
}

/** `reason` is what the STALLED or LOST event says. */
export type SilenceVerdict =
  | { readonly verdict: 'heard' }
  | { readonly verdict: 'stalled' | 'lost'; readonly reason: string };

/** The larger of the floor and three times what is usual for the extractor. */
const STALLED_AFTER_GAPS = 3;

const patienceMs = ({ p99GapMs }: Silence, { floorMs }: SilenceTerms): number =>
  Math.max(floorMs, STALLED_AFTER_GAPS * (p99GapMs ?? 0));

/** The open attempt has not failed to end yet, and an attempt that said anything of its end breaks the row. */
export const attemptsWithoutEnd = (attempts: Silence['attempts']): number => {
  const past = attempts.filter(({ outcome }) => outcome !== 'RUNNING');
  return past.length - 1 - past.findLastIndex(({ outcome }) => outcome !== 'LOST');
};

const writtenInstances = ({ instancesAlive, instanceSeenAt }: Silence, now: Instant): string => {
  if (instanceSeenAt === null) return 'no instance was ever seen';
  const alive =
    instancesAlive === 0 ? 'no instance' : `${instancesAlive} instance${instancesAlive === 1 ? '' : 's'}`;
  return `${alive} alive, last seen ${writtenDuration(now - instanceSeenAt)} ago`;
};

const writtenSilence = (silence: Silence, now: Instant): string =>
  `no event for ${writtenDuration(now - silence.lastEventAt)}; ${writtenInstances(silence, now)}`;

/** What a job's silence means. A job that was tried too often without an end is lost at once, heard or not. */
export const judgeSilence = (silence: Silence, terms: SilenceTerms, now: Instant): SilenceVerdict => {
  const tries = attemptsWithoutEnd(silence.attempts);
  if (tries >= terms.maxAttempts) {
    return { verdict: 'lost', reason: `attempted ${tries} times without an end: poison suspected` };
  }
  const silentMs = now - silence.lastEventAt;
  if (silentMs > terms.limitMs && !silence.held)
    return { verdict: 'lost', reason: writtenSilence(silence, now) };
  if (silentMs > patienceMs(silence, terms))
    return { verdict: 'stalled', reason: writtenSilence(silence, now) };
  return { verdict: 'heard' };
};
