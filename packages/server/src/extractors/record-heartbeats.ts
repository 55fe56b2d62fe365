import type { Instant } from '@pawprint/core';
import type { Heartbeat, ParsedHeartbeat } from '@pawprint/protocol';
import { v7 } from 'uuid';
import { type Announcement, becomesCurrent } from '../model/extractor.ts';
import { observedIntervalMs, storableHeartbeat } from '../model/instance.ts';
import type { Quarantined, QuarantineReason } from '../model/quarantined.ts';
import type { RawDelivery } from '../model/report.ts';
import { type DatabaseTransaction, isRefusedData } from '../store/database.ts';
import { writeExtractor, writeExtractorVersion } from '../store/extractors/extractors.ts';
import { writeInstance } from '../store/extractors/instances.ts';
import { type KnownExtractor, readKnownExtractor, setQueue } from '../store/extractors/known-extractor.ts';
import { putInQuarantine } from '../store/quarantine/put-in-quarantine.ts';
import { findUserByEmail } from '../store/users.ts';
import type { ExtractorPorts } from './ports.ts';
import { announcementOf } from './register-extractor.ts';

/** A heartbeat as it was delivered. */
export interface DeliveredHeartbeat extends RawDelivery {
  readonly parsed: ParsedHeartbeat;
  /** When it came: what gaps are measured by, however long the database takes. */
  readonly at: Instant;
}

interface HeartbeatRecorderPorts extends Pick<ExtractorPorts, 'db' | 'autoEnable'> {
  /** There may be jobs to hand over to this extractor. */
  readonly onExtractorChanged: (name: string) => void;
}

/** The last beat of each instance says all that the ones before it said. */
const lastOfEach = (batch: readonly DeliveredHeartbeat[]): DeliveredHeartbeat[] => {
  const last = new Map<unknown, DeliveredHeartbeat>();
  for (const beat of batch) {
    const name = beat.parsed.ok
      ? `${beat.parsed.heartbeat.name}/${beat.parsed.heartbeat.instanceId}/${beat.parsed.heartbeat.version}`
      : beat;
    last.delete(name);
    last.set(name, beat);
  }
  return [...last.values()];
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

const hear = async (
  ports: HeartbeatRecorderPorts,
  { parsed, at }: DeliveredHeartbeat,
): Promise<RegisteredHeartbeat | QuarantineReason> => {
  if (!parsed.ok) return parsed;
  try {
    return await ports.db
      .transaction()
      .execute((trx) => registerFromHeartbeat(trx, ports, parsed.heartbeat, at));
  } catch (error) {
    if (isRefusedData(error)) return { reason: 'store_failed', detail: error.message };
    throw error;
  }
};

/** Takes heartbeats in: what they say goes into the registry, what cannot be used into quarantine. It may be repeated. */
export const createHeartbeatRecorder =
  (ports: HeartbeatRecorderPorts): ((batch: readonly DeliveredHeartbeat[]) => Promise<void>) =>
  async (batch) => {
    const refused: Quarantined[] = [];
    for (const beat of lastOfEach(batch)) {
      const heard = await hear(ports, beat);
      if ('reason' in heard) refused.push(quarantined(beat, heard));
      else if (heard.isChange) ports.onExtractorChanged(heard.extractor);
    }
    if (refused.length > 0) await ports.db.transaction().execute((trx) => putInQuarantine(trx, refused));
  };

interface RegisteredHeartbeat {
  readonly extractor: string;
  /** It is new, or says something new of itself, or another instance of it lives: jobs may go where none went before. */
  readonly isChange: boolean;
}

const announced = async (
  trx: DatabaseTransaction,
  { name, owner, info, queue }: Heartbeat,
): Promise<Announcement | QuarantineReason> => {
  const ownerId = owner === null ? null : await findUserByEmail(trx, owner);
  return ownerId === undefined
    ? {
        reason: 'unknown_owner',
        detail: `nobody here has the e-mail address that ${queue} says it belongs to`,
      }
    : announcementOf(info, { name, owner: ownerId });
};

const isNewInstance = ({ instance }: KnownExtractor, { version }: Announcement): boolean =>
  instance === undefined || instance.isStopped || instance.version !== version;

/** What nobody has said before is written down; what an administrator has set stays as it is. */
const register = async (
  trx: DatabaseTransaction,
  { autoEnable }: Pick<ExtractorPorts, 'autoEnable'>,
  announcement: Announcement,
  known: KnownExtractor | undefined,
  at: Instant,
): Promise<boolean> => {
  const counts = known === undefined || (!known.isUnchanged && becomesCurrent(known.versions));
  if (counts) await writeExtractor(trx, announcement, autoEnable, at);
  if (!known?.isVersionUnchanged) await writeExtractorVersion(trx, announcement, at);
  return counts;
};

/**
 * An instance was heard on RabbitMQ: registers its extractor and version, and says of the instance that it lives. A
 * beat that says what the last one said writes nothing but the time.
 */
export const registerFromHeartbeat = async (
  trx: DatabaseTransaction,
  ports: Pick<ExtractorPorts, 'autoEnable'>,
  beat: Heartbeat,
  at: Instant,
): Promise<RegisteredHeartbeat | QuarantineReason> => {
  const announcement = await announced(trx, beat);
  if ('reason' in announcement) return announcement;
  const { name, version } = announcement;
  const { instanceId, host, isStopping, queue } = beat;
  const known = await readKnownExtractor(trx, announcement, instanceId, at);
  if (known !== undefined && known.owner !== announcement.owner)
    return { reason: 'other_owner', detail: `${name} belongs to somebody else` };
  const isNew = await register(trx, ports, announcement, known, at);
  const isMoved = known === undefined || known.queue !== queue || known.isUnroutable;
  if (isMoved) await setQueue(trx, name, queue);
  const intervalMs = beat.intervalMs ?? observedIntervalMs(known?.instance, at);
  const instance = {
    extractor: name,
    instanceId,
    version,
    lane: 'rabbitmq',
    host,
    intervalMs,
    isStopping,
  } as const;
  await writeInstance(trx, storableHeartbeat(instance), at);
  return {
    extractor: name,
    isChange: isNew || isMoved || known === undefined || isNewInstance(known, announcement),
  };
};
