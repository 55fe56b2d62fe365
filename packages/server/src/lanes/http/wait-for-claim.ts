import { createWakeup } from '@pawprint/async';
import type { Instant } from '@pawprint/core';
import { type Claimant, claimJob } from '../../jobs/leases.ts';
import type { JobPorts } from '../../jobs/ports.ts';
import type { ChangeFeed } from '../../live/change-feed.ts';
import type { ClaimedJob } from '../../model/job.ts';
import { nextAvailableAt } from '../../store/jobs/leases.ts';

export interface ClaimPorts extends JobPorts {
  readonly feed: Pick<ChangeFeed, 'follow' | 'stopped'>;
}

/**
 * Claims a job, or waits for one. No connection to the database is held while it waits. Undefined when no job came in
 * time, when the client disconnects, and when the server stops.
 */
export const waitForClaim = async (
  ports: ClaimPorts,
  claimant: Claimant,
  waitMs: number,
  disconnected: AbortSignal,
): Promise<ClaimedJob | undefined> => {
  const signal = AbortSignal.any([disconnected, ports.feed.stopped]);
  const deadline = ports.now() + waitMs;
  const wakeup = createWakeup();
  const unfollow = ports.feed.follow({
    receive: ({ jobs }) => {
      if (jobs.some((job) => job.isWaiting && job.filterable.extractor === claimant.extractor)) wakeup.wake();
    },
  });
  try {
    while (!signal.aborted) {
      // Taken before the claim: a job that comes due during the claim would otherwise be waited for.
      const now = ports.now();
      const claimed = await claimJob(ports, claimant);
      if (claimed !== undefined || now >= deadline) return claimed;
      await wakeup.wait({ limitMs: await timeUntilNext(ports, claimant.extractor, now, deadline), signal });
    }
    return undefined;
  } finally {
    unfollow();
  }
};

/** The time until it is worth to ask again, but no longer than until the deadline. */
const timeUntilNext = async (
  { db }: ClaimPorts,
  extractor: string,
  now: Instant,
  deadline: Instant,
): Promise<number> => {
  const due = await nextAvailableAt(db, extractor, now);
  return Math.max(0, Math.min(due ?? deadline, deadline) - now);
};
