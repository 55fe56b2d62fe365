import type { Instant } from '@pawprint/core';
import { type Claimant, claimJob } from '../../jobs/leases.ts';
import type { JobPorts } from '../../jobs/ports.ts';
import type { ChangeFeed } from '../../live/change-feed.ts';
import type { ClaimedJob } from '../../model/job.ts';
import { nextAvailableAt } from '../../store/jobs/leases.ts';

export interface ClaimPorts extends JobPorts {
  readonly feed: Pick<ChangeFeed, 'follow' | 'stopped'>;
}

/** Rings when a job of the extractor may be there to claim. What rang while nobody listened is not lost. */
interface Bell {
  heard(atMostMs: number, signal: AbortSignal): Promise<void>;
  remove(): void;
}

const hangBell = ({ feed }: ClaimPorts, extractor: string): Bell => {
  let hasRung = false;
  let wake = (): void => undefined;
  const remove = feed.follow({
    take({ jobs }) {
      if (!jobs.some((job) => job.waits && job.subject.extractor === extractor)) return;
      hasRung = true;
      wake();
    },
  });
  return {
    remove,
    async heard(atMostMs, signal) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, atMostMs);
        wake = () => (clearTimeout(timer), resolve());
        signal.addEventListener('abort', wake, { once: true });
        if (hasRung || signal.aborted) wake();
      });
      signal.removeEventListener('abort', wake);
      hasRung = false;
    },
  };
};

/** How long until a job that was put off comes due, but no longer than until the end of the wait. */
const pauseBefore = async (
  { db }: ClaimPorts,
  extractor: string,
  now: Instant,
  waitedEnough: Instant,
): Promise<number> => {
  const due = await nextAvailableAt(db, extractor, now);
  return Math.max(0, Math.min(due ?? waitedEnough, waitedEnough) - now);
};

/**
 * Claims a job, or waits for one. No connection to the database is held while nothing happens. Undefined when none came
 * in time, when the client is gone, and when the server stops.
 */
export const waitForClaim = async (
  ports: ClaimPorts,
  claimant: Claimant,
  waitMs: number,
  clientGone: AbortSignal,
): Promise<ClaimedJob | undefined> => {
  const signal = AbortSignal.any([clientGone, ports.feed.stopped]);
  const waitedEnough = ports.now() + waitMs;
  const bell = hangBell(ports, claimant.extractor);
  try {
    while (!signal.aborted) {
      // Before the look, or what comes due while it lasts would be noticed by neither.
      const now = ports.now();
      const claimed = await claimJob(ports, claimant);
      if (claimed !== undefined || now >= waitedEnough) return claimed;
      await bell.heard(await pauseBefore(ports, claimant.extractor, now, waitedEnough), signal);
    }
    return undefined;
  } finally {
    bell.remove();
  }
};
