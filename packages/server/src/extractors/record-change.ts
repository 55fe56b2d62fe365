import type { Instant } from '@pawprint/core';
import type { Announcement } from '../model/extractor.ts';
import {
  type AnnouncementOrigin,
  contentOf,
  essentialsOf,
  type VersionedEssentials,
} from '../model/extractor-change.ts';
import type { DatabaseTransaction } from '../store/database.ts';
import {
  deleteFirstChange,
  findChangeOfContent,
  insertChange,
  type NewChange,
  renewChange,
} from '../store/extractors/changes.ts';
import { adoptQueue } from '../store/extractors/extractor-queues.ts';
import { readExtractor } from '../store/extractors/extractors.ts';
import { type KnownChange, type KnownExtractor, lockExtractor } from '../store/extractors/known-extractor.ts';
import type { ExtractorPorts } from './ports.ts';

/** What would be in effect, and from where it was announced. */
export type ProposedChange = Pick<NewChange, 'extractor' | 'after' | 'announcement' | 'origin'>;

export const proposedChange = (
  { name, version, process, info }: Announcement,
  queue: string | null,
  origin: AnnouncementOrigin,
): ProposedChange => ({
  extractor: name,
  after: { ...essentialsOf({ process, info }, queue), version },
  announcement: { version, process, info },
  origin,
});

/** Whether a change waits for an operator. Until then what was approved stays in effect, the version too. */
export const isHeld = (
  { approveChanges }: Pick<ExtractorPorts, 'approveChanges'>,
  known: Pick<KnownExtractor, 'essentials' | 'isAwaitingApproval'>,
  proposed: ProposedChange,
): boolean => approveChanges && !known.isAwaitingApproval && differs(known, proposed);

const differs = ({ essentials }: Pick<KnownExtractor, 'essentials'>, { after }: ProposedChange): boolean =>
  contentOf(essentials) !== contentOf(after);

/** Whether an operator has the change before them, or has declined it. */
export const isRecordedAsHeld = (change: KnownChange | undefined): change is KnownChange =>
  change?.state === 'waiting' || change?.state === 'declined';

/** Answers the id of the change. One that was declined stays declined, however often it is announced. */
export const holdChange = async (
  trx: DatabaseTransaction,
  known: KnownExtractor,
  proposed: ProposedChange,
  at: Instant,
): Promise<string> => {
  const { change } = known;
  if (!isRecordedAsHeld(change))
    return insertChange(trx, { ...proposed, before: inEffect(known), state: 'waiting' }, at);
  if (!change.isSame) await renewChange(trx, change.id, proposed);
  return change.id;
};

/**
 * Records what has just taken effect: the first announcement of an extractor, and what differs from the one before. An
 * extractor that waits for approval goes on waiting, with what it announced last.
 *
 * @param known what was in effect before; undefined for a new extractor
 */
export const recordApplied = async (
  trx: DatabaseTransaction,
  { autoEnable }: Pick<ExtractorPorts, 'autoEnable'>,
  known: KnownExtractor | undefined,
  proposed: ProposedChange,
  at: Instant,
): Promise<void> => {
  const first = { ...proposed, before: null };
  if (known === undefined) {
    await insertChange(trx, { ...first, state: autoEnable ? 'applied' : 'waiting' }, at);
  } else if (known.isAwaitingApproval && differs(known, proposed)) {
    await deleteFirstChange(trx, proposed.extractor);
    await insertChange(trx, { ...first, state: 'waiting' }, at);
  } else if (differs(known, proposed)) {
    await insertChange(trx, { ...proposed, before: inEffect(known), state: 'applied' }, at);
  }
};

const inEffect = ({ essentials, versions }: KnownExtractor): VersionedEssentials => ({
  ...essentials,
  version: versions.current.version,
});

/**
 * A queue of its name was found for an extractor that announced none. From now on its jobs go there, unless that waits
 * for an operator. Answers whether they do.
 */
export const adoptFoundQueue = (
  { db, now, approveChanges }: Pick<ExtractorPorts, 'db' | 'now' | 'approveChanges'>,
  name: string,
): Promise<boolean> =>
  db.transaction().execute(async (trx) => {
    await lockExtractor(trx, name);
    const extractor = await readExtractor(trx, name);
    if (extractor === undefined) return false;
    if (extractor.queue !== null) return adoptQueue(trx, name);
    const before = { ...essentialsOf(extractor, null), version: extractor.version };
    const after = { ...before, queue: name };
    const found = { extractor: name, before, after, announcement: null, origin: FOUND_IN_BROKER };
    if (!approveChanges) {
      const isAdopted = await adoptQueue(trx, name);
      if (isAdopted) await insertChange(trx, { ...found, state: 'applied' }, now());
      return isAdopted;
    }
    const recorded = await findChangeOfContent(trx, name, contentOf(after));
    if (!isRecordedAsHeld(recorded)) await insertChange(trx, { ...found, state: 'waiting' }, now());
    return false;
  });

const FOUND_IN_BROKER: AnnouncementOrigin = {
  lane: 'rabbitmq',
  instanceId: null,
  host: null,
  brokerUser: null,
  userId: null,
};
