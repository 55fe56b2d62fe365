import { coalesce, type Schedule, schedule } from '@pawprint/async';
import { type Instant, leaseExpiry, type SilenceTerms } from '@pawprint/core';
import { PLACE_KNOWN_MS } from '../access/guess-limit.ts';
import type { BlobStore } from '../datasets/blobs/blob-store.ts';
import { sweepUnattachedPreviews, sweepUnfinishedBlobs } from '../datasets/blobs/sweep-blobs.ts';
import type { ExtractorPorts } from '../extractors/ports.ts';
import { type ArchivePorts, archiveEvents } from '../jobs/archive/archive-events.ts';
import { expireLeases } from '../jobs/leases.ts';
import { checkSilentJobs, type SilencePorts } from '../jobs/silence.ts';
import { checkAlerts } from '../notifications/check-alerts.ts';
import { type SendPorts, sendDeliveries } from '../notifications/send-deliveries.ts';
import { tellOfOperations } from '../notifications/tell-of-operations.ts';
import { type TellPorts, tellPeople } from '../notifications/tell-people.ts';
import { repeatRolledBack } from '../store/database.ts';
import { writeOlderValues } from '../store/datasets/metadata-values.ts';
import { deleteOldUploadKeys } from '../store/datasets/upload-keys.ts';
import { gatherMeasures, mergeHoursOfOldDays } from '../store/extractors/ended-jobs.ts';
import { deleteOldInstances } from '../store/extractors/instances.ts';
import { deleteOldUnregistered } from '../store/extractors/unregistered-extractors.ts';
import { deleteOldGuesses } from '../store/guess-counts.ts';
import { addEventPartitions, MONTHS_AHEAD } from '../store/jobs/event-partitions.ts';
import { mergeNewTexts } from '../store/jobs/job-filter.ts';
import { extendLeases } from '../store/jobs/leases.ts';
import { deleteOldOperations } from '../store/jobs/operations.ts';
import { deleteOldNotifications } from '../store/notifications/notifications.ts';
import { deleteOldWatches } from '../store/notifications/watches.ts';
import { deleteOldQuarantined } from '../store/quarantine/quarantine.ts';
import { deleteOldRuns } from '../store/server-runs.ts';

const SECOND = 1_000;

export interface UpkeepPorts extends SilencePorts, ArchivePorts, TellPorts, SendPorts {
  readonly silence: Omit<SilenceTerms, 'maxAttempts'>;
  /** How long a message stays in quarantine after it last came. */
  readonly quarantineMs: number;
  readonly blobs: ArchivePorts['blobs'] & Pick<BlobStore, 'removeUnfinished'>;
  /** Blobs may be left from a sweep that failed. */
  readonly wakeBlobSweeper: () => void;
  /** Calls the listener when a job has changed. Returns the function that removes it. */
  readonly onJobsChanged: (listener: () => void) => () => void;
  /** The chores of the lanes. */
  readonly laneChores?: readonly Chore[];
  readonly onError: (error: unknown) => void;
}

interface Chore {
  readonly pauseMs: number;
  /** `stopped` asks a run that takes long to end. */
  readonly run: (now: Instant, stopped?: AbortSignal) => Promise<unknown>;
  /** Whether it also runs as soon as a job has changed, though not more often than once a second. */
  readonly followsJobs?: true;
}

interface Upkeep {
  stop(): Promise<void>;
}

const choresOf = (ports: UpkeepPorts): readonly Chore[] => {
  const silence = { ...ports.silence, maxAttempts: ports.terms.maxAttempts };
  return [
    { pauseMs: SECOND, run: (now) => expireLeases(ports, now) },
    { pauseMs: silencePauseMs(silence), run: (now) => checkSilentJobs(ports, silence, now) },
    { pauseMs: 2 * SECOND, run: (now, stopped) => tellAll(ports, now, stopped), followsJobs: true },
    { pauseMs: 2 * SECOND, run: (now, stopped) => sendDeliveries(ports, now, stopped) },
    { pauseMs: 10 * SECOND, run: (now) => checkAlerts(ports, now) },
    { pauseMs: 10 * SECOND, run: () => mergeNewTexts(ports.db) },
    { pauseMs: 3_600 * SECOND, run: (_, stopped) => writeOlderValues(ports.db, stopped) },
    { pauseMs: 3_600 * SECOND, run: (now) => addEventPartitions(ports.db, now, MONTHS_AHEAD) },
    { pauseMs: 3_600 * SECOND, run: (now, stopped) => archiveEvents(ports, now, stopped) },
    { pauseMs: 3_600 * SECOND, run: (now) => gatherMeasures(ports.db, now) },
    { pauseMs: 3_600 * SECOND, run: (now) => mergeHoursOfOldDays(ports.db, now) },
    { pauseMs: 3_600 * SECOND, run: (now) => sweepUnattachedPreviews(ports, now) },
    { pauseMs: 3_600 * SECOND, run: (now) => deleteExpired(ports, now) },
    { pauseMs: 3_600 * SECOND, run: (now) => sweepUnfinishedBlobs(ports.blobs, now) },
    { pauseMs: 60 * SECOND, run: async () => ports.wakeBlobSweeper() },
    ...(ports.laneChores ?? []),
  ];
};

const tellAll = async (ports: TellPorts, now: Instant, stopped?: AbortSignal): Promise<void> => {
  await tellPeople(ports, now, stopped);
  await tellOfOperations(ports, now);
};

/** Often enough to notice a silence soon after its time is up. */
const silencePauseMs = ({ minStallMs, limitMs }: Pick<SilenceTerms, 'minStallMs' | 'limitMs'>): number =>
  Math.min(30 * SECOND, Math.max(SECOND, Math.min(minStallMs, limitMs) / 4));

/** Every chore once, one after the other. */
export const runUpkeepOnce = async (ports: UpkeepPorts, now: Instant): Promise<void> => {
  for (const chore of choresOf(ports)) await chore.run(now);
};

/**
 * Starts the chores that time requires, not a report. Every chore may run on several servers at once. No lease could be
 * renewed while no server ran, so all leases are extended before the first can expire.
 */
export const startUpkeep = async (ports: UpkeepPorts): Promise<Upkeep> => {
  await prepareWriting(ports);
  const schedules = choresOf(ports).map((chore) => startChore(ports, chore));
  return {
    stop: async () => {
      await Promise.all(schedules.map((each) => each.stop()));
    },
  };
};

/** Other servers write meanwhile, and a start must not fail because one of them stood in its way. */
const prepareWriting = ({ db, now, terms }: UpkeepPorts): Promise<void> =>
  repeatRolledBack(async () => {
    await addEventPartitions(db, now(), MONTHS_AHEAD);
    await extendLeases(db, leaseExpiry(now(), terms));
  });

const startChore = (ports: UpkeepPorts, { run, pauseMs, followsJobs }: Chore): Schedule => {
  const { now, onError, onJobsChanged } = ports;
  if (!followsJobs) return schedule((stopped) => run(now(), stopped), { pauseMs, onError });
  const stopping = new AbortController();
  const runs = coalesce(() => run(now(), stopping.signal), { pauseMs: SECOND, onError });
  const unfollow = onJobsChanged(runs.request);
  // The server that did it for all others may have died in the midst of it.
  const regularly = schedule(runs.request, { pauseMs, onError });
  return {
    stop: async () => {
      stopping.abort();
      unfollow();
      await regularly.stop();
      await runs.stop();
    },
  };
};

/** Many times the longest interval of heartbeats. Each container was an instance, so they would pile up. */
const INSTANCE_KEPT_MS = 30 * 24 * 60 * 60 * 1_000;
/** The audit log keeps who requested it. */
const OPERATION_KEPT_MS = 30 * 24 * 60 * 60 * 1_000;

/** So long after they were read, and longer while nobody has read them. */
const NOTIFICATION_KEPT_MS = 30 * 24 * 60 * 60 * 1_000;
const UNREAD_KEPT_MS = 90 * 24 * 60 * 60 * 1_000;
/** Longer than jobs are told of after they ended: so that none is told of twice. */
const WATCH_KEPT_MS = 60 * 24 * 60 * 60 * 1_000;

/** Who tries again does so sooner. */
const UPLOAD_KEY_KEPT_MS = 7 * 24 * 60 * 60 * 1_000;

/** How long it is kept when a server answered. Outages are reviewed within seconds. */
const RUN_KEPT_MS = 30 * 24 * 60 * 60 * 1_000;

interface DeletePorts extends Pick<ExtractorPorts, 'db'> {
  readonly quarantineMs: number;
}

/**
 * Removes instances and operations that ended long ago, quarantined messages that were neither replayed nor deleted in
 * time, guesses of passwords that no longer count, old notifications and watches, and names of uploads.
 */
export const deleteExpired = async ({ db, quarantineMs }: DeletePorts, now: Instant): Promise<void> => {
  await deleteOldInstances(db, now - INSTANCE_KEPT_MS);
  await deleteOldQuarantined(db, now - quarantineMs);
  await deleteOldUnregistered(db, now - INSTANCE_KEPT_MS);
  await deleteOldRuns(db, now - RUN_KEPT_MS);
  await deleteOldOperations(db, now - OPERATION_KEPT_MS);
  await deleteOldGuesses(db, now - PLACE_KNOWN_MS, now);
  await deleteOldNotifications(db, {
    readBefore: now - NOTIFICATION_KEPT_MS,
    changedBefore: now - UNREAD_KEPT_MS,
  });
  await deleteOldWatches(db, now - WATCH_KEPT_MS);
  await deleteOldUploadKeys(db, now - UPLOAD_KEY_KEPT_MS);
};
