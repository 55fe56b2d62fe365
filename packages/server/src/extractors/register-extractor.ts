import { isDeepStrictEqual } from 'node:util';
import { isPageName, isPrivateName } from '@pawprint/protocol';
import type { JobCaller, UserCaller } from '../model/caller.ts';
import type { Announcement, Extractor } from '../model/extractor.ts';
import { type Refusal, refuse } from '../model/refusal.ts';
import { readExtractor, writeExtractor } from '../store/extractors/extractors.ts';
import { lockExtractor, readKnownExtractor } from '../store/extractors/known-extractor.ts';
import { markHeartbeatOnly, removeUnregistered } from '../store/extractors/unregistered-extractors.ts';
import { writeExtractorVersion } from '../store/extractors/versions.ts';
import type { ExtractorPorts } from './ports.ts';
import { holdChange, isHeld, proposedChange, recordApplied } from './record-change.ts';

/** A registration, and whether it waits for an operator. */
export interface Registration {
  readonly id: string;
  readonly isHeld: boolean;
}

/**
 * Registers an extractor, a new version of one, or the same again. It gets jobs for data changes from now on, and none
 * for files that were uploaded before. What an operator registers is approved by that.
 */
export const registerExtractor = async (
  { db, now, autoEnable, approveChanges }: ExtractorPorts,
  announced: Announcement,
  caller: UserCaller,
  isOperator = false,
): Promise<Registration | Refusal> => {
  const refusal = refuseRegistration(announced.name, await readExtractor(db, announced.name));
  if (refusal !== undefined) return refusal;
  const rules = { autoEnable: autoEnable || isOperator, approveChanges: approveChanges && !isOperator };
  return db.transaction().execute(async (trx) => {
    const at = now();
    const queue = (await lockExtractor(trx, announced.name))?.queue ?? null;
    const known = await readKnownExtractor(trx, announced, { queue, instanceId: null }, at);
    const proposed = proposedChange(announced, queue, { ...NO_INSTANCE, userId: caller.id });
    await markHeartbeatOnly(trx, announced.name, false);
    await removeUnregistered(trx, [announced.name]);
    const isWaiting = known !== undefined && isHeld(rules, known, proposed);
    if (isWaiting) await holdChange(trx, known, proposed, at);
    const id = isWaiting ? known.id : await writeExtractor(trx, announced, rules.autoEnable, at);
    await writeExtractorVersion(trx, announced, at);
    if (!isWaiting) await recordApplied(trx, rules, known, proposed, at);
    return { id, isHeld: isWaiting };
  });
};

const NO_INSTANCE = { lane: 'http', instanceId: null, host: null, brokerUser: null } as const;

/** A new private extractor needs an owner, which only its heartbeats over RabbitMQ name. */
export const refuseRegistration = (
  name: string,
  known: Pick<Extractor, 'owner'> | undefined,
): Refusal | undefined => {
  if (isPageName(name))
    return refuse('bad_request', `${name} is the name of a page, and no extractor's. Choose another name.`);
  return isPrivateName(name) && (known?.owner ?? null) === null
    ? refuse(
        'bad_request',
        `${name} is a name of a private extractor, and this request names no owner. Choose another name, or let the extractor send its unique_key and owner in its heartbeats over RabbitMQ.`,
      )
    : undefined;
};

/**
 * pyClowder 2.0 to 2.7 registers its extractor with the key of the first message that it gets. The key of a job changes
 * no registration: it confirms the one that its own extractor has.
 */
export const confirmRegistration = async (
  { db }: Pick<ExtractorPorts, 'db'>,
  { name, process }: Announcement,
  { extractor }: JobCaller,
): Promise<{ readonly id: string } | Refusal> => {
  const known = await readExtractor(db, extractor);
  // A private extractor is registered under another name than it gives itself.
  const isItsOwn = known !== undefined && (name === known.name || name === known.info.name);
  if (isItsOwn && isDeepStrictEqual(process, known.process)) return { id: known.id };
  return refuse(
    'forbidden',
    'The key of a job changes no registration. Register with the key of a user, or by heartbeats over RabbitMQ.',
  );
};
