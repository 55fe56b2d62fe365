import type { Instant } from '@pawprint/core';
import type { Heartbeat, ParsedHeartbeat } from '@pawprint/protocol';
import { v7 } from 'uuid';
import { type Announcement, becomesCurrent } from '../model/extractor.ts';
import type { AnnouncementOrigin } from '../model/extractor-change.ts';
import {
  type Heartbeat as InstanceHeartbeat,
  observedIntervalMs,
  storableHeartbeat,
} from '../model/instance.ts';
import type { Quarantined, QuarantineReason } from '../model/quarantined.ts';
import { noSuchExtractor, type Refusal } from '../model/refusal.ts';
import type { RawDelivery } from '../model/report.ts';
import { type Database, type DatabaseTransaction, isRefusedData } from '../store/database.ts';
import { writeExtractor } from '../store/extractors/extractors.ts';
import { writeInstance } from '../store/extractors/instances.ts';
import {
  type KnownExtractor,
  lockExtractor,
  readKnownExtractor,
  setQueue,
} from '../store/extractors/known-extractor.ts';
import {
  countHeartbeatOnly,
  markHeartbeatOnly,
  removeUnregistered,
  writeUnregistered,
} from '../store/extractors/unregistered-extractors.ts';
import { writeExtractorVersion } from '../store/extractors/versions.ts';
import { putInQuarantine } from '../store/quarantine/put-in-quarantine.ts';
import { findUserByEmail } from '../store/users.ts';
import { announcementFromWire } from '../wire/extractor.ts';
import type { ExtractorPorts, HeartbeatPorts } from './ports.ts';
import {
  holdChange,
  isHeld,
  isRecordedAsHeld,
  type ProposedChange,
  proposedChange,
  recordApplied,
} from './record-change.ts';

/** Records a heartbeat over HTTP. It renews no lease: only reports about a job do. */
export const recordHeartbeat = async (
  { db, now }: ExtractorPorts,
  heartbeat: InstanceHeartbeat,
): Promise<Refusal | undefined> => {
  const isKnown = await writeInstance(db, storableHeartbeat(heartbeat), now());
  return isKnown ? undefined : noSuchExtractor(heartbeat.extractor);
};

interface HeartbeatRecorderPorts
  extends Pick<HeartbeatPorts, 'db' | 'autoEnable' | 'approveChanges' | 'maxHeartbeatOnly'> {
  /** Called when jobs may be dispatched to this extractor that could not be before. */
  readonly onExtractorChanged: (name: string) => void;
}

/** A heartbeat as it was delivered. */
export interface DeliveredHeartbeat extends RawDelivery {
  readonly parsed: ParsedHeartbeat;
  /** When it arrived. Intervals are measured by this, since storing a batch may take long. */
  readonly at: Instant;
}

/**
 * Records heartbeats from RabbitMQ: usable ones in the registry, the others in quarantine. A batch can be recorded
 * again after an error.
 */
export const createHeartbeatRecorder =
  (ports: HeartbeatRecorderPorts): ((batch: readonly DeliveredHeartbeat[]) => Promise<void>) =>
  async (batch) => {
    const refused: Quarantined[] = [];
    for (const heartbeat of lastOfEachInstance(batch)) {
      const recorded = await recordDelivered(ports, heartbeat);
      if ('reason' in recorded) refused.push(quarantined(heartbeat, recorded));
      else if (recorded.isChange) ports.onExtractorChanged(recorded.extractor);
    }
    if (refused.length > 0) await ports.db.transaction().execute((trx) => putInQuarantine(trx, refused));
  };

/** The last heartbeat of an instance contains all that earlier ones do. Unusable heartbeats are all kept. */
const lastOfEachInstance = (batch: readonly DeliveredHeartbeat[]): DeliveredHeartbeat[] => {
  const last = new Map<unknown, DeliveredHeartbeat>();
  for (const delivered of batch) {
    const { parsed } = delivered;
    const key = parsed.ok
      ? `${parsed.heartbeat.name}/${parsed.heartbeat.instanceId}/${parsed.heartbeat.version}`
      : delivered;
    last.delete(key);
    last.set(key, delivered);
  }
  return [...last.values()];
};

const recordDelivered = async (
  ports: HeartbeatRecorderPorts,
  { parsed, properties, at }: DeliveredHeartbeat,
): Promise<RegisteredHeartbeat | QuarantineReason> => {
  if (!parsed.ok) return parsed;
  const { heartbeat } = parsed;
  try {
    return (
      (await renewKnown(ports, heartbeat, at)) ??
      (await ports.db
        .transaction()
        .execute((trx) => registerFromHeartbeat(trx, ports, { heartbeat, properties }, at)))
    );
  } catch (error) {
    if (isRefusedData(error)) return { reason: 'store_failed', detail: error.message };
    throw error;
  }
};

/**
 * Nearly all heartbeats announce nothing new: then one statement reads that and one writes the time, without a
 * transaction around them. So it is too while a change that they announce waits for an operator. Undefined where more is
 * to be written.
 */
const renewKnown = async (
  ports: Pick<HeartbeatRecorderPorts, 'db' | 'approveChanges'>,
  heartbeat: Heartbeat,
  at: Instant,
): Promise<RegisteredHeartbeat | QuarantineReason | undefined> => {
  const { db } = ports;
  const announcement = await announcementIn(db, heartbeat);
  if ('reason' in announcement) return announcement;
  const known = await readKnownExtractor(db, announcement, heartbeat, at);
  if (known?.owner !== announcement.owner) return undefined;
  const isCurrent = becomesCurrent(known.versions);
  const isRecorded = known.isVersionUnchanged && !known.isUnroutable && !isNewInstance(known, announcement);
  const isInEffect = known.isUnchanged && known.queue === heartbeat.queue;
  const heldAs = isCurrent ? heldBefore(ports, known, announcement, heartbeat) : undefined;
  if (!(isRecorded && (isInEffect || !isCurrent)) && heldAs === undefined) return undefined;
  await writeInstance(db, instanceIn(heartbeat, announcement, known, at), at, heldAs);
  return { extractor: announcement.name, isChange: false };
};

/** The id of the change that waits or was declined, if this is announced once more. */
const heldBefore = (
  ports: Pick<HeartbeatRecorderPorts, 'approveChanges'>,
  known: KnownExtractor,
  announcement: Announcement,
  heartbeat: Heartbeat,
): string | undefined => {
  const { change, versions } = known;
  if (!isRecordedAsHeld(change) || !change.isSame || versions.announced.firstSeenAt === null)
    return undefined;
  const proposed = proposedChange(announcement, heartbeat.queue, originOf(heartbeat));
  return isHeld(ports, known, proposed) ? change.id : undefined;
};

const quarantined = (
  { body, properties, at }: DeliveredHeartbeat,
  { reason, detail }: QuarantineReason,
): Quarantined => ({
  id: v7({ msecs: at }),
  source: 'heartbeat',
  reason,
  detail,
  receivedAt: at,
  raw: { body, properties },
  isRepeat: false,
});

interface RegisteredHeartbeat {
  readonly extractor: string;
  /** Whether the extractor, what it announces, its queue or the instance is new. */
  readonly isChange: boolean;
}

/** A heartbeat, and the AMQP properties that say who sent it. */
type SentHeartbeat = Pick<DeliveredHeartbeat, 'properties'> & { readonly heartbeat: Heartbeat };

/**
 * Registers extractor, version and instance. A heartbeat that announces nothing new writes only the time. Anyone who can
 * write to the broker can use any name: beyond a limit new names wait until an administrator registers them, and a change
 * of what is known is recorded.
 */
export const registerFromHeartbeat = async (
  trx: DatabaseTransaction,
  ports: Pick<HeartbeatPorts, 'autoEnable' | 'approveChanges' | 'maxHeartbeatOnly'>,
  { heartbeat, properties }: SentHeartbeat,
  at: Instant,
): Promise<RegisteredHeartbeat | QuarantineReason> => {
  const announcement = await announcementIn(trx, heartbeat);
  if ('reason' in announcement) return announcement;
  const { name } = announcement;
  await lockExtractor(trx, name);
  const known = await readKnownExtractor(trx, announcement, heartbeat, at);
  if (known !== undefined && known.owner !== announcement.owner)
    return { reason: 'other_owner', detail: `${name} has another owner` };
  if (known === undefined && (await countHeartbeatOnly(trx)) >= ports.maxHeartbeatOnly) {
    const info = { ...announcement.info, process: announcement.process };
    await writeUnregistered(trx, { name, source: 'heartbeat', info }, at);
    return { extractor: name, isChange: false };
  }
  const proposed = proposedChange(announcement, heartbeat.queue, originOf(heartbeat, properties));
  const instance = instanceIn(heartbeat, announcement, known, at);
  if (known && becomesCurrent(known.versions) && isHeld(ports, known, proposed)) {
    const changeId = await holdChange(trx, known, proposed, at);
    if (known.versions.announced.firstSeenAt === null) await writeExtractorVersion(trx, announcement, at);
    await writeInstance(trx, instance, at, changeId);
    return { extractor: name, isChange: false };
  }
  const isNew = await putIntoEffect(trx, ports, { announcement, known, proposed }, at);
  await writeInstance(trx, instance, at);
  return { extractor: name, isChange: isNew || known === undefined || isNewInstance(known, announcement) };
};

const originOf = (
  { instanceId, host }: Heartbeat,
  { userId }: DeliveredHeartbeat['properties'] = {},
): AnnouncementOrigin => ({
  lane: 'rabbitmq',
  instanceId,
  host,
  brokerUser: typeof userId === 'string' ? userId : null,
  userId: null,
});

const instanceIn = (
  { instanceId, host, isStopping, ...heartbeat }: Heartbeat,
  { name, version }: Announcement,
  known: KnownExtractor | undefined,
  at: Instant,
): InstanceHeartbeat => {
  const intervalMs = heartbeat.intervalMs ?? observedIntervalMs(known?.instance, at);
  const instance = { extractor: name, instanceId, version, host, intervalMs, isStopping };
  return storableHeartbeat({ ...instance, lane: 'rabbitmq' });
};

const announcementIn = async (
  db: Database,
  { name, owner, info, queue }: Heartbeat,
): Promise<Announcement | QuarantineReason> => {
  const ownerId = owner === null ? null : await findUserByEmail(db, owner);
  if (ownerId !== undefined) return announcementFromWire(info, { name, owner: ownerId });
  const detail = `no user has the e-mail address that ${queue} names as its owner`;
  return { reason: 'unknown_owner', detail };
};

interface NewAnnouncement {
  readonly announcement: Announcement;
  readonly known: KnownExtractor | undefined;
  readonly proposed: ProposedChange;
}

/** Writes what is new, and answers whether new jobs now get another version, other information or another queue. */
const putIntoEffect = async (
  trx: DatabaseTransaction,
  ports: Pick<ExtractorPorts, 'autoEnable'>,
  { announcement, known, proposed }: NewAnnouncement,
  at: Instant,
): Promise<boolean> => {
  const { name } = announcement;
  const { queue } = proposed.after;
  const isCurrent = known === undefined || becomesCurrent(known.versions);
  const isNew = isCurrent && !known?.isUnchanged;
  const isOnNewQueue = queue !== null && (known?.queue === queue ? known.isUnroutable : isCurrent);
  if (isNew) await writeExtractor(trx, announcement, ports.autoEnable, at);
  if (known === undefined) await startAsHeartbeatOnly(trx, name);
  if (!known?.isVersionUnchanged) await writeExtractorVersion(trx, announcement, at);
  if (isOnNewQueue) await setQueue(trx, name, queue);
  if (isCurrent) await recordApplied(trx, ports, known, proposed, at);
  return isNew || isOnNewQueue;
};

const startAsHeartbeatOnly = async (trx: DatabaseTransaction, name: string): Promise<void> => {
  await markHeartbeatOnly(trx, name, true);
  await removeUnregistered(trx, [name]);
};

const isNewInstance = ({ instance }: KnownExtractor, { version }: Announcement): boolean =>
  instance === undefined || instance.isStopped || instance.version !== version;
