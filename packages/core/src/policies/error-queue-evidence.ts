import type { Attempt } from '../job/job.ts';

/**
 * Whether messages of a job in its extractor's error queue show that its last attempt failed, though it was reported as
 * done. A try that fails leaves at most one message there. An attempt that is known to have failed or to be lost explains
 * one message, also where somebody copied it back and left it there. One message more can only be from an attempt
 * that was reported as done, and only if there is a single one is it known which.
 *
 * @param messages how many messages of the job were in the error queue
 */
export const failedByErrorQueue = (
  attempts: readonly Pick<Attempt, 'outcome'>[],
  messages: number,
): boolean => {
  const ofOutcome = (...outcomes: readonly Attempt['outcome'][]): number =>
    attempts.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return (
    attempts.at(-1)?.outcome === 'SUCCEEDED' &&
    ofOutcome('SUCCEEDED', 'SKIPPED') === 1 &&
    messages > ofOutcome('FAILED', 'LOST', 'CANCELLED')
  );
};
