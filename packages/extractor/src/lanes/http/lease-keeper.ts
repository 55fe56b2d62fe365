import type { Lease, Job as WireJob } from '@pawprint/protocol';

const SHORTEST_LEASE_MS = 3_000;

/**
 * How long a lease runs, by the server's clock at both ends (the claim itself is the job's last event): a wrong clock
 * on this machine shortens nothing.
 */
export const leaseTimeOf = (
  job: Pick<WireJob, 'last_event_at'>,
  lease: Pick<Lease, 'expires_at'>,
): number => {
  const ms = Date.parse(lease.expires_at) - Date.parse(job.last_event_at);
  return Number.isFinite(ms) ? Math.max(SHORTEST_LEASE_MS, ms) : SHORTEST_LEASE_MS;
};

export interface LeaseKeeper {
  /** The server has just renewed the lease. */
  readonly renewed: () => void;
  readonly stop: () => void;
}

/** Asks for a renewal every third of the lease's time, counted from the last one: two may fail before it is lost. */
export const keepLease = (leaseMs: number, renew: () => void): LeaseKeeper => {
  const timer = setInterval(renew, leaseMs / 3);
  return { renewed: () => void timer.refresh(), stop: () => clearInterval(timer) };
};
