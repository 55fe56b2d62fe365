import type { Attempt, Instant, Reason } from '../job/job.ts';
import { reasonOf } from '../reason/reason-texts.ts';

/** A time in which no server answered. */
export interface Outage {
  /** When a server last showed that it answers. */
  readonly from: Instant;
  /** When a server answered again. */
  readonly to: Instant;
  /** When all that was reported meanwhile had been received. */
  readonly caughtUpAt: Instant;
}

/**
 * Why a FAILED job is to be tried again: of the tries after which its extractor gave up, some failed while no server
 * answered. Undefined where the failure stands. Also a job that failed much later for reasons of its own is tried again,
 * since it had fewer tries than its extractor gives it. What was reported in an outage is received after it, so the time
 * that counts reaches until everything has been received.
 *
 * @param takenBackAt when it was last taken back, with all tries before; null for never
 */
export const failedInOutage = (
  attempts: readonly Pick<Attempt, 'outcome' | 'startedAt' | 'endedAt' | 'error'>[],
  outages: readonly Outage[],
  takenBackAt: Instant | null,
): Reason | undefined => {
  const tries = attempts.filter(({ startedAt }) => takenBackAt === null || startedAt >= takenBackAt);
  const last = tries.at(-1);
  if (last?.outcome !== 'FAILED' || OWN_DECISION.test(last.error ?? '')) return undefined;
  const failed = tries.filter(({ outcome }) => outcome === 'FAILED' || outcome === 'RESUBMITTED');
  const used = outages.filter((outage) => failed.some((attempt) => endedWithin(attempt, outage)));
  if (used.length === 0) return undefined;
  return reasonOf('taken_back', {
    outageMs: used.reduce((total, { from, to }) => total + to - from, 0),
    attempts: tries.length,
    attemptsInOutage: failed.filter((attempt) => used.some((outage) => endedWithin(attempt, outage))).length,
  });
};

/** pyClowder begins so where its handler aborted, or a program that it started failed: no server could have helped. */
const OWN_DECISION = /^(?:Aborting message|Error in subprocess)\b/;

const endedWithin = ({ endedAt }: Pick<Attempt, 'endedAt'>, { from, caughtUpAt }: Outage): boolean =>
  endedAt !== null && endedAt > from && endedAt <= caughtUpAt;
