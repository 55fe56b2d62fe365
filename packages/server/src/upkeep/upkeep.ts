import { schedule } from '@pawprint/async';
import { type Instant, leaseExpiry, type SilenceTerms } from '@pawprint/core';
import { sweepUnattachedPreviews } from '../datasets/blobs/sweep-blobs.ts';
import type { ExtractorPorts } from '../extractors/ports.ts';
import { expireLeases } from '../jobs/leases.ts';
import type { JobPorts } from '../jobs/ports.ts';
import { checkSilentJobs } from '../jobs/silence.ts';
import { deleteOldInstances } from '../store/extractors/instances.ts';
import { addEventPartitions } from '../store/jobs/event-partitions.ts';
import { extendLeases } from '../store/jobs/leases.ts';
import { deleteOldQuarantined } from '../store/quarantine/quarantine.ts';

const SECOND = 1_000;
const MONTHS_AHEAD = 2;

export interface UpkeepPorts extends JobPorts {
  readonly silence: Omit<SilenceTerms, 'maxAttempts'>;
  /** How long a message stays in quarantine after it last came. */
  readonly quarantineMs: number;
  /** Blobs may be left from a sweep that failed. */
  readonly wakeBlobSweeper: () => void;
  /** What the lanes want done from time to time. */
  readonly laneChores?: readonly Chore[];
  readonly onError: (error: unknown) => void;
}

interface Chore {
  readonly pauseMs: number;
  readonly run: (now: Instant) => Promise<unknown>;
}

interface Upkeep {
  stop(): Promise<void>;
}

const choresOf = (ports: UpkeepPorts): readonly Chore[] => {
  const silence = { ...ports.silence, maxAttempts: ports.terms.maxAttempts };
  return [
    { pauseMs: SECOND, run: (now) => expireLeases(ports, now) },
    { pauseMs: 30 * SECOND, run: (now) => checkSilentJobs(ports, silence, now) },
    { pauseMs: 3_600 * SECOND, run: (now) => addEventPartitions(ports.db, now, MONTHS_AHEAD) },
    { pauseMs: 3_600 * SECOND, run: (now) => sweepUnattachedPreviews(ports, now) },
    { pauseMs: 3_600 * SECOND, run: (now) => forgetOld(ports, now) },
    { pauseMs: 60 * SECOND, run: async () => ports.wakeBlobSweeper() },
    ...(ports.laneChores ?? []),
  ];
};

/** Every chore once, one after the other. */
export const runUpkeepOnce = async (ports: UpkeepPorts, now: Instant): Promise<void> => {
  for (const chore of choresOf(ports)) await chore.run(now);
};

/**
 * What has to be done for silence as lanes do it for reports. Every chore may run on several servers at once. While no
 * server ran nobody could renew a lease, so all that are out get one lease time more before the first is judged.
 */
export const startUpkeep = async (ports: UpkeepPorts): Promise<Upkeep> => {
  await addEventPartitions(ports.db, ports.now(), MONTHS_AHEAD);
  await extendLeases(ports.db, leaseExpiry(ports.now(), ports.terms));
  const schedules = choresOf(ports).map(({ run, pauseMs }) =>
    schedule(() => run(ports.now()), { pauseMs, onError: ports.onError }),
  );
  return {
    stop: async () => {
      await Promise.all(schedules.map((each) => each.stop()));
    },
  };
};

/** Many times what the slowest heartbeat needs to be called gone: every container has been an instance of its own. */
const INSTANCE_KEPT_MS = 30 * 24 * 60 * 60 * 1_000;

interface ForgetfulPorts extends Pick<ExtractorPorts, 'db'> {
  readonly quarantineMs: number;
}

/** Removes what would else be kept for ever: instances long gone, and what nobody took out of quarantine in time. */
export const forgetOld = async ({ db, quarantineMs }: ForgetfulPorts, now: Instant): Promise<void> => {
  await deleteOldInstances(db, now - INSTANCE_KEPT_MS);
  await deleteOldQuarantined(db, now - quarantineMs);
};
