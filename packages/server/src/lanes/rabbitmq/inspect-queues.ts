import type { Instant } from '@pawprint/core';
import { adoptFoundQueue } from '../../extractors/record-change.ts';
import type { Database } from '../../store/database.ts';
import {
  type ExtractorQueueState,
  type InspectedExtractor,
  readInspectedExtractors,
  writeQueueStates,
  writeQueueWatched,
} from '../../store/extractors/extractor-queues.ts';
import { readLastSeq, readWaitingInBroker } from '../../store/jobs/jobs-in-broker.ts';
import { bindWatch, type InspectedQueue, inspectQueue, type WithChannel } from './inspect-queue.ts';
import {
  judgeInspection,
  type KnownConsumers,
  type NumberedInspection,
  type PendingSuspicion,
  takeBackLost,
} from './lost-messages.ts';

export interface InspectionPorts {
  readonly db: Database;
  readonly now: () => Instant;
  readonly withChannel: WithChannel;
  readonly replyQueue: string;
  /** What the names of watch exchanges begin with. */
  readonly watchPrefix: string;
  /** Whether an extractor gets its jobs through a queue that was found only after an operator has approved it. */
  readonly approveChanges: boolean;
  /** Called when jobs can be dispatched that could not be before. */
  readonly onQueueFound: () => void;
  readonly onError: (error: unknown) => void;
}

export interface QueueInspector {
  /** Asks the broker about every queue that is due. Returns how many jobs were taken back. */
  inspect(): Promise<number>;
  /** The connection broke: what was seen before proves nothing. */
  forget(): void;
}

/** What is remembered of an extractor's queue between two inspections. */
interface Remembered {
  readonly inspectedAt: Instant;
  /** The newest first. */
  readonly inspections: readonly NumberedInspection[];
  readonly known?: KnownConsumers;
  readonly suspicion?: PendingSuspicion | undefined;
}

const INSPECTIONS_KEPT = 2;

/**
 * Compares what should wait in the broker with what the broker has. Extractors whose queue is not known, since they send
 * no heartbeat, get the queue of their name as soon as it exists. Messages that are lost are sent again.
 */
export const createQueueInspector = (ports: InspectionPorts): QueueInspector => {
  const remembered = new Map<string, Remembered>();
  return {
    async inspect() {
      const { db, now, onError } = ports;
      const extractors = await readInspectedExtractors(db, now());
      // Before the inspections: what is published or started meanwhile must not seem to be missing.
      const seq = await readLastSeq(db);
      const inspectedNow: Inspected[] = [];
      for (const extractor of extractors) {
        const before = remembered.get(extractor.name);
        if (!isDue(extractor, before, now())) continue;
        const inspected = await inspectExtractor(ports, extractor, before, seq).catch(onError);
        remembered.set(extractor.name, inspected?.remembered ?? { inspectedAt: now(), inspections: [] });
        if (inspected) inspectedNow.push(inspected);
      }
      // One commit for all: a server with hundreds of queues would else commit a dozen times a second.
      await writeQueueStates(
        db,
        inspectedNow.map(({ state }) => state),
        now(),
      );
      if (inspectedNow.some(({ isAdopted }) => isAdopted)) ports.onQueueFound();
      return inspectedNow.reduce((total, { takenBack }) => total + takenBack, 0);
    },
    forget: () => remembered.clear(),
  };
};

const SECOND = 1_000;

/** How long after an inspection the next one is due. That of a missing queue leaves an error in the broker's log. */
const pauseAfter = (extractor: InspectedExtractor): number => {
  const { queue, isUnroutable, isNew, hasHeldJobs, hasJobsInBroker, usesHttp, isLiveOnHttp } = extractor;
  const hasNoQueue = queue === null || isUnroutable;
  if (hasNoQueue && hasHeldJobs) return isLiveOnHttp ? 60 * SECOND : 0;
  if (queue === null && usesHttp) return Number.POSITIVE_INFINITY;
  if (queue === null) return isNew ? 0 : 60 * SECOND;
  return hasJobsInBroker ? 5 * SECOND : 15 * SECOND;
};

const isDue = (extractor: InspectedExtractor, before: Remembered | undefined, now: Instant): boolean => {
  const pauseMs = pauseAfter(extractor);
  return (
    pauseMs !== Number.POSITIVE_INFINITY && (before === undefined || now - before.inspectedAt >= pauseMs)
  );
};

interface Inspected {
  readonly state: ExtractorQueueState;
  readonly isAdopted: boolean;
  readonly remembered: Remembered;
  readonly takenBack: number;
}

const inspectExtractor = async (
  ports: InspectionPorts,
  extractor: InspectedExtractor,
  before: Remembered | undefined,
  seq: string,
): Promise<Inspected | undefined> => {
  const { db, now, withChannel } = ports;
  const { name } = extractor;
  const queue = extractor.queue ?? name;
  const watch = `${ports.watchPrefix}${queue}`;
  const waiting = extractor.hasJobsInBroker ? await readWaitingInBroker(db, name) : [];
  const found = await inspectQueue(withChannel, queue, watch);
  if (found === undefined) return undefined;
  const isAdopted = canAdopt(extractor, found) && (await adoptFoundQueue(ports, name));
  const seen = { state: { extractor: name, ...found }, isAdopted };
  const judged = await judgeInspection(ports, {
    extractor: name,
    inspection: {
      at: now(),
      ready: found.ready,
      consumers: found.consumers,
      isDeclaredAgain: extractor.isWatched && !found.isWatchThere,
      waiting: waiting.map(({ id }) => id),
      seq,
    },
    earlier: before?.inspections ?? [],
    known: before?.known,
    waiting,
  });
  const { inspection, known } = judged;
  const suspicion = before?.suspicion ?? judged.suspicion;
  const inspections = [inspection, ...(before?.inspections ?? [])].slice(0, INSPECTIONS_KEPT);
  const next: Remembered = { inspectedAt: inspection.at, inspections, known, suspicion };
  if (suspicion === undefined) {
    if (extractor.queue !== null || isAdopted) await keepWatched(ports, extractor, found);
    return { ...seen, remembered: next, takenBack: 0 };
  }
  const takenBack = await takeBackLost(ports, { name, queue }, suspicion);
  if (takenBack === undefined) return { ...seen, remembered: next, takenBack: 0 };
  // The next inspection, at once, binds the watch again and counts anew.
  await writeQueueWatched(db, name, false);
  return { ...seen, remembered: { inspectedAt: 0, inspections: [], known }, takenBack };
};

/** A queue without consumers, left behind by an extractor that is now on HTTP, would keep its jobs for ever. */
const canAdopt = (
  { queue, isUnroutable, usesHttp }: InspectedExtractor,
  { ready, consumers }: InspectedQueue,
): boolean => {
  if (ready === null || (queue !== null && !isUnroutable)) return false;
  return queue !== null || !usesHttp || consumers > 0;
};

const keepWatched = async (
  { db, withChannel, watchPrefix }: InspectionPorts,
  { name, queue, isWatched }: InspectedExtractor,
  { ready, isWatchThere }: InspectedQueue,
): Promise<void> => {
  if (isWatched && isWatchThere) return;
  const watch = `${watchPrefix}${queue ?? name}`;
  const canBind = ready !== null && Buffer.byteLength(watch) <= MAX_NAME_BYTES;
  // A queue that is missing will be declared without a watch: that must not seem as if it were deleted once more.
  const isBound = canBind && (await bindWatch(withChannel, queue ?? name, watch));
  if (isBound !== isWatched) await writeQueueWatched(db, name, isBound);
};

/** AMQP's limit for names. */
const MAX_NAME_BYTES = 255;
