import type { Instant } from '@pawprint/core';
import type { Heartbeat } from '@pawprint/protocol';
import type { Transaction } from 'kysely';
import { markHeard } from '../store/extractors/mark-heard.ts';
import { type HeardExtractor, readHeardExtractor } from '../store/extractors/read-heard-extractor.ts';
import { writeExtractor, writeExtractorVersion } from '../store/extractors/write-extractor.ts';
import { writeInstance } from '../store/extractors/write-instance.ts';
import { findUserByEmail } from '../store/find-user-by-email.ts';
import type { Schema } from '../store/schema.ts';
import type { Objection } from '../tracking/quarantine.ts';
import { announcementOf } from './announcement.ts';
import { countsFromNow } from './counting-version.ts';
import type { Announcement } from './extractor.ts';
import { observedIntervalMs } from './observed-interval.ts';
import type { RegistryPorts } from './ports.ts';
import { storableBeat } from './record-heartbeat.ts';

type Trx = Transaction<Schema>;

export interface Heard {
  readonly extractor: string;
  /** It is new, or says something new of itself, or another instance of it lives: jobs may go where none went before. */
  readonly isNews: boolean;
}

const announced = async (
  trx: Trx,
  { name, owner, info, queue }: Heartbeat,
): Promise<Announcement | Objection> => {
  const ownerId = owner === null ? null : await findUserByEmail(trx, owner);
  return ownerId === undefined
    ? {
        reason: 'unknown_owner',
        detail: `nobody here has the e-mail address that ${queue} says it belongs to`,
      }
    : announcementOf(info, { name, owner: ownerId });
};

const isNewInstance = ({ instance }: HeardExtractor, { version }: Announcement): boolean =>
  instance === undefined || instance.isStopped || instance.version !== version;

/** What nobody has said before is written down; what an administrator has set stays as it is. */
const register = async (
  trx: Trx,
  { autoEnable }: Pick<RegistryPorts, 'autoEnable'>,
  announcement: Announcement,
  known: HeardExtractor | undefined,
  at: Instant,
): Promise<boolean> => {
  const counts = known === undefined || (!known.isUnchanged && countsFromNow(known.versions));
  if (counts) await writeExtractor(trx, announcement, autoEnable, at);
  if (!known?.isVersionUnchanged) await writeExtractorVersion(trx, announcement, at);
  return counts;
};

/**
 * An instance was heard on RabbitMQ: registers its extractor and version, and says of the instance that it lives. A
 * beat that says what the last one said writes nothing but the time.
 */
export const hearExtractor = async (
  trx: Trx,
  ports: Pick<RegistryPorts, 'autoEnable'>,
  beat: Heartbeat,
  at: Instant,
): Promise<Heard | Objection> => {
  const announcement = await announced(trx, beat);
  if ('reason' in announcement) return announcement;
  const { name, version } = announcement;
  const { instanceId, host, isStopping, queue } = beat;
  const known = await readHeardExtractor(trx, announcement, instanceId, at);
  if (known !== undefined && known.owner !== announcement.owner)
    return { reason: 'other_owner', detail: `${name} belongs to somebody else` };
  const isNew = await register(trx, ports, announcement, known, at);
  const isMoved = known === undefined || known.queue !== queue || known.isUnroutable;
  if (isMoved) await markHeard(trx, name, queue);
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
  await writeInstance(trx, storableBeat(instance), at);
  return {
    extractor: name,
    isNews: isNew || isMoved || known === undefined || isNewInstance(known, announcement),
  };
};
