import type { Instant } from '@pawprint/core';
import { validate } from 'uuid';
import { requireExtractor, requireSpace } from '../access/require-resource.ts';
import type { HasRight } from '../access/rights.ts';
import type { UserCaller } from '../model/caller.ts';
import type { SpaceExtractorChoice } from '../model/extractor.ts';
import { noSuchExtractor, type Refusal, refuse, SPACE_NOT_FOUND, USER_NOT_FOUND } from '../model/refusal.ts';
import { recordAct } from '../store/audit.ts';
import type { Database, DatabaseTransaction } from '../store/database.ts';
import {
  readSpaceExtractors,
  shareWithMembers,
  shareWithPerson,
  unshareFromMembers,
  unshareFromPerson,
  writeSpaceExtractor,
} from '../store/extractors/shared-extractors.ts';

export interface SharePorts {
  readonly db: Database;
  readonly hasRight: HasRight;
  readonly now: () => Instant;
}

/** Whom a private extractor is shared with: a person, or the members of a space. */
export type ShareTarget = { readonly userId: string } | { readonly spaceId: string };

/** Those it is shared with see it and submit jobs to it. Their changes of data set it off only in spaces that have it on. */
export const shareExtractor = async (
  ports: SharePorts,
  by: UserCaller,
  name: string,
  target: ShareTarget,
): Promise<Refusal | undefined> => {
  const refusal = await refuseSharing(ports, by, name);
  if (refusal) return refusal;
  if ('userId' in target)
    return recordSharing(ports, by, name, { act: 'share', target }, async (trx) =>
      (await shareWithPerson(trx, name, target.userId)) ? undefined : USER_NOT_FOUND,
    );
  const space = await requireSpace(ports, by, 'change', target.spaceId);
  if ('refused' in space) return space;
  return recordSharing(ports, by, name, { act: 'share', target }, (trx) =>
    shareWithMembers(trx, name, space.id),
  );
};

/** Succeeds too where it is not shared. */
export const unshareExtractor = async (
  ports: SharePorts,
  by: UserCaller,
  name: string,
  target: ShareTarget,
): Promise<Refusal | undefined> => {
  const refusal = await refuseSharing(ports, by, name);
  if (refusal) return refusal;
  if ('spaceId' in target && !validate(target.spaceId)) return SPACE_NOT_FOUND;
  return recordSharing(ports, by, name, { act: 'unshare', target }, (trx) =>
    'userId' in target
      ? unshareFromPerson(trx, name, target.userId)
      : unshareFromMembers(trx, name, target.spaceId),
  );
};

const refuseSharing = async (
  ports: SharePorts,
  by: UserCaller,
  name: string,
): Promise<Refusal | undefined> => {
  const extractor = await requireExtractor(ports, by, 'share', name);
  if ('refused' in extractor) return extractor;
  return extractor.owner === null ? refuse('conflict', `${name} is public: everybody uses it.`) : undefined;
};

interface SharingAct {
  readonly act: 'share' | 'unshare';
  readonly target: ShareTarget;
}

const recordSharing = (
  { db, now }: SharePorts,
  by: UserCaller,
  name: string,
  { act, target }: SharingAct,
  change: (trx: DatabaseTransaction) => Promise<Refusal | void>,
): Promise<Refusal | undefined> =>
  db.transaction().execute(async (trx) => {
    const refusal = await change(trx);
    if (refusal) return refusal;
    await recordAct(trx, { by, act: `extractor.${act}`, subject: name, details: target, at: now() });
    return undefined;
  });

/** For the data in a space, whoever changes it. */
export const setSpaceExtractor = async (
  ports: SharePorts,
  by: UserCaller,
  { spaceId, extractor }: { readonly spaceId: string; readonly extractor: string },
  choice: SpaceExtractorChoice,
): Promise<Refusal | undefined> => {
  const space = await requireSpace(ports, by, 'share', spaceId);
  if ('refused' in space) return space;
  const offered = await readSpaceExtractors(ports.db, space.id);
  if (!offered.some(({ name }) => name === extractor)) return noSuchExtractor(extractor);
  return ports.db.transaction().execute(async (trx) => {
    await writeSpaceExtractor(trx, { spaceId: space.id, extractor }, choice);
    const act = { by, act: 'space.set_extractor', subject: space.id, name: space.name } as const;
    await recordAct(trx, { ...act, details: { extractor, choice }, at: ports.now() });
    return undefined;
  });
};
