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
 * Why a FAILED job is to be tried again: it came to its end by tries that failed while no server answered. Undefined
 * where the failure stands. What was reported in an outage is received after it, so the time that counts reaches until
 * everything has been received.
 */
export const failedInOutage = (
  attempts: readonly Pick<Attempt, 'outcome' | 'endedAt' | 'error'>[],
  outages: readonly Outage[],
): Reason | undefined => {
  const last = attempts.at(-1);
  if (last?.outcome !== 'FAILED' || OWN_DECISION.test(last.error ?? '')) return undefined;
  const outage = outages.find((each) => endedWithin(last, each));
  if (outage === undefined) return undefined;
  return reasonOf('taken_back', {
    outageMs: outage.to - outage.from,
    attempts: attempts.length,
    attemptsInOutage: attempts.filter((attempt) => endedWithin(attempt, outage)).length,
  });
};

/** pyClowder begins so where its handler aborted, or a program that it started failed: no server could have helped. */
const OWN_DECISION = /^(?:Aborting message|Error in subprocess)\b/;

const endedWithin = ({ endedAt }: Pick<Attempt, 'endedAt'>, { from, caughtUpAt }: Outage): boolean =>
  endedAt !== null && endedAt > from && endedAt <= caughtUpAt;
