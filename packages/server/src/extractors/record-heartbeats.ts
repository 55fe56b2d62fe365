import type { Instant } from '@pawprint/core';
import type { Heartbeat, ParsedHeartbeat } from '@pawprint/protocol';
import { v7 } from 'uuid';
import { type Announcement, becomesCurrent } from '../model/extractor.ts';
import {
  type Heartbeat as InstanceHeartbeat,
  observedIntervalMs,
  storableHeartbeat,
} from '../model/instance.ts';
import type { Quarantined, QuarantineReason } from '../model/quarantined.ts';
import { noSuchExtractor, type Refusal } from '../model/refusal.ts';
import type { RawDelivery } from '../model/report.ts';
import { type Database, type DatabaseTransaction, isRefusedData } from '../store/database.ts';
import { writeExtractor, writeExtractorVersion } from '../store/extractors/extractors.ts';
import { writeInstance } from '../store/extractors/instances.ts';
import { type KnownExtractor, readKnownExtractor, setQueue } from '../store/extractors/known-extractor.ts';
import {
  countHeartbeatOnly,
  markHeartbeatOnly,
  removeUnregistered,
  writeUnregistered,
} from '../store/extractors/unregistered-extractors.ts';
import { putInQuarantine } from '../store/quarantine/put-in-quarantine.ts';
import { findUserByEmail } from '../store/users.ts';
import { announcementFromWire } from '../wire/extractor.ts';
import type { ExtractorPorts, HeartbeatPorts } from './ports.ts';

/** Records a heartbeat over HTTP. It renews no lease: only reports about a job do. */
export const recordHeartbeat = async (
  { db, now }: ExtractorPorts,
  heartbeat: InstanceHeartbeat,
): Promise<Refusal | undefined> => {
  const isKnown = await writeInstance(db, storableHeartbeat(heartbeat), now());
  return isKnown ? undefined : noSuchExtractor(heartbeat.extractor);
};

interface HeartbeatRecorderPorts extends Pick<HeartbeatPorts, 'db' | 'autoEnable' | 'maxHeartbeatOnly'> {
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
  { parsed, at }: DeliveredHeartbeat,
): Promise<RegisteredHeartbeat | QuarantineReason> => {
  if (!parsed.ok) return parsed;
  try {
    return (
      (await renewKnown(ports.db, parsed.heartbeat, at)) ??
      (await ports.db.transaction().execute((trx) => registerFromHeartbeat(trx, ports, parsed.heartbeat, at)))
    );
  } catch (error) {
    if (isRefusedData(error)) return { reason: 'store_failed', detail: error.message };
    throw error;
  }
};

/**
 * Nearly all heartbeats announce nothing new: then one statement reads that and one writes the time, without a
 * transaction around them. Undefined where more is to be written.
 */
const renewKnown = async (
  db: Database,
  heartbeat: Heartbeat,
  at: Instant,
): Promise<RegisteredHeartbeat | QuarantineReason | undefined> => {
  const announcement = await announcementIn(db, heartbeat);
  if ('reason' in announcement) return announcement;
  const known = await readKnownExtractor(db, announcement, heartbeat.instanceId, at);
  const isSame =
    known?.owner === announcement.owner &&
    known.isUnchanged &&
    known.isVersionUnchanged &&
    !isNewInstance(known, announcement);
  if (!isSame || isMoved(known, heartbeat)) return undefined;
  await writeInstance(db, instanceIn(heartbeat, announcement, known, at), at);
  return { extractor: announcement.name, isChange: false };
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

/**
 * Registers extractor, version and instance. A heartbeat that announces nothing new writes only the time. Anyone who can
 * write to the broker can use any name: beyond a limit new names wait until an administrator registers them.
 */
export const registerFromHeartbeat = async (
  trx: DatabaseTransaction,
  ports: Pick<HeartbeatPorts, 'autoEnable' | 'maxHeartbeatOnly'>,
  heartbeat: Heartbeat,
  at: Instant,
): Promise<RegisteredHeartbeat | QuarantineReason> => {
  const announcement = await announcementIn(trx, heartbeat);
  if ('reason' in announcement) return announcement;
  const { name } = announcement;
  const known = await readKnownExtractor(trx, announcement, heartbeat.instanceId, at);
  if (known !== undefined && known.owner !== announcement.owner)
    return { reason: 'other_owner', detail: `${name} has another owner` };
  if (known === undefined && (await countHeartbeatOnly(trx)) >= ports.maxHeartbeatOnly) {
    const info = { ...announcement.info, process: announcement.process };
    await writeUnregistered(trx, { name, source: 'heartbeat', info }, at);
    return { extractor: name, isChange: false };
  }
  const isNew = await register(trx, ports, announcement, known, at);
  const isOnNewQueue = known === undefined || isMoved(known, heartbeat);
  if (isOnNewQueue) await setQueue(trx, name, heartbeat.queue);
  await writeInstance(trx, instanceIn(heartbeat, announcement, known, at), at);
  return {
    extractor: name,
    isChange: isNew || isOnNewQueue || isNewInstance(known, announcement),
  };
};

const isMoved = ({ queue, isUnroutable }: KnownExtractor, heartbeat: Heartbeat): boolean =>
  queue !== heartbeat.queue || isUnroutable;

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

/** Writes what is new, and answers whether new jobs now get another version or other information. */
const register = async (
  trx: DatabaseTransaction,
  { autoEnable }: Pick<ExtractorPorts, 'autoEnable'>,
  announcement: Announcement,
  known: KnownExtractor | undefined,
  at: Instant,
): Promise<boolean> => {
  const isNew = known === undefined || (!known.isUnchanged && becomesCurrent(known.versions));
  if (isNew) await writeExtractor(trx, announcement, autoEnable, at);
  if (known === undefined) await startAsHeartbeatOnly(trx, announcement.name);
  if (!known?.isVersionUnchanged) await writeExtractorVersion(trx, announcement, at);
  return isNew;
};

const startAsHeartbeatOnly = async (trx: DatabaseTransaction, name: string): Promise<void> => {
  await markHeartbeatOnly(trx, name, true);
  await removeUnregistered(trx, [name]);
};

const isNewInstance = ({ instance }: KnownExtractor, { version }: Announcement): boolean =>
  instance === undefined || instance.isStopped || instance.version !== version;
