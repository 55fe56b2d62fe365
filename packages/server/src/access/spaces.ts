import type { Instant } from '@pawprint/core';
import type { ActName } from '@pawprint/protocol';
import { v7 as uuidv7 } from 'uuid';
import type { UserCaller } from '../model/caller.ts';
import { FORBIDDEN, type Refusal, refuse, USER_NOT_FOUND } from '../model/refusal.ts';
import type { SpaceRole } from '../model/space.ts';
import { storableText } from '../model/storable.ts';
import { recordAct } from '../store/audit.ts';
import type { Database, DatabaseTransaction } from '../store/database.ts';
import {
  insertSpace,
  listMembers,
  lockAndCountAdmins,
  removeMember,
  removeSpace,
  updateSpace,
  upsertMember,
} from '../store/spaces.ts';
import { readUserIds, readUserName } from '../store/users.ts';
import { requireSpace } from './require-resource.ts';
import type { HasRight } from './rights.ts';

export interface SpacePorts {
  readonly db: Database;
  readonly hasRight: HasRight;
  readonly now: () => Instant;
}

interface SpaceDraft {
  readonly name: string;
  readonly description: string;
}

/** Who creates a space is its first admin. */
export const createSpace = async (
  { db, hasRight, now }: SpacePorts,
  by: UserCaller,
  { name, description }: SpaceDraft,
): Promise<{ readonly id: string } | Refusal> => {
  if (!(await hasRight(by, 'create', { type: 'instance' }))) return FORBIDDEN;
  const [id, at] = [uuidv7(), now()];
  return db.transaction().execute(async (trx) => {
    const texts = { name: storableText(name), description: storableText(description) };
    await insertSpace(trx, { id, ...texts, createdAt: at, createdBy: by.id });
    await upsertMember(trx, id, { userId: by.id, role: 'admin' }, { by: by.id, at });
    await recordAct(trx, { by, act: 'space.create', subject: id, name, at });
    return { id };
  });
};

/** What is recorded of a change beside the space. */
interface Changed {
  readonly details: Readonly<Record<string, unknown>>;
}

const changeAsAdmin = async (
  ports: SpacePorts,
  by: UserCaller,
  id: string,
  act: ActName,
  change: (trx: DatabaseTransaction, spaceId: string) => Promise<Refusal | Changed>,
): Promise<Refusal | undefined> => {
  const space = await requireSpace(ports, by, 'share', id);
  if ('refused' in space) return space;
  return ports.db.transaction().execute(async (trx) => {
    const changed = await change(trx, space.id);
    if ('refused' in changed) return changed;
    const { details } = changed;
    await recordAct(trx, { by, act, subject: space.id, name: space.name, details, at: ports.now() });
    return undefined;
  });
};

export const changeSpace = (
  ports: SpacePorts,
  by: UserCaller,
  id: string,
  change: { readonly name?: string | undefined; readonly description?: string | undefined },
): Promise<Refusal | undefined> => {
  const { name, description } = change;
  const texts = {
    ...(name !== undefined && { name: storableText(name) }),
    ...(description !== undefined && { description: storableText(description) }),
  };
  return changeAsAdmin(ports, by, id, 'space.change', async (trx, spaceId) => {
    await updateSpace(trx, spaceId, texts);
    return { details: { to: texts } };
  });
};

/** The datasets and collections in it are kept; only their owners and other spaces still see them. */
export const deleteSpace = (ports: SpacePorts, by: UserCaller, id: string): Promise<Refusal | undefined> =>
  changeAsAdmin(ports, by, id, 'space.delete', async (trx, spaceId) => {
    await removeSpace(trx, spaceId);
    return { details: {} };
  });

export const setMember = (
  ports: SpacePorts,
  by: UserCaller,
  id: string,
  member: { readonly userId: string; readonly role: SpaceRole },
): Promise<Refusal | undefined> =>
  changeAsAdmin(ports, by, id, 'space.set_member', async (trx, spaceId) => {
    const refusal = member.role === 'admin' ? undefined : await keepAnAdmin(trx, spaceId, member.userId);
    if (refusal) return refusal;
    const isPerson = await upsertMember(trx, spaceId, member, { by: by.id, at: ports.now() });
    if (!isPerson) return USER_NOT_FOUND;
    return { details: { ...(await namedUser(trx, member.userId)), role: member.role } };
  });

/** Says who has which roles; a role that is not named keeps its members. All of it is done, or nothing. */
export const setMembers = (
  ports: SpacePorts,
  by: UserCaller,
  id: string,
  byRole: ReadonlyMap<SpaceRole, readonly string[]>,
): Promise<Refusal | undefined> => {
  return changeAsAdmin(ports, by, id, 'space.set_members', async (trx, spaceId) => {
    const named = new Map([...byRole].flatMap(([role, ids]) => ids.map((userId) => [userId, role] as const)));
    const people = await readUserIds(trx, [...named.keys()]);
    if ([...named.keys()].some((userId) => people.get(userId) !== userId)) return USER_NOT_FOUND;
    await lockAndCountAdmins(trx, spaceId);
    const members = await listMembers(trx, spaceId);
    const kept = members.filter(({ person, role }) => !named.has(person.id) && !byRole.has(role));
    if (![...named.values(), ...kept.map(({ role }) => role)].includes('admin')) return LAST_ADMIN;
    for (const { person, role } of members)
      if (byRole.has(role) && !named.has(person.id)) await removeMember(trx, spaceId, person.id);
    for (const [userId, role] of named)
      await upsertMember(trx, spaceId, { userId, role }, { by: by.id, at: ports.now() });
    return { details: { members: Object.fromEntries(byRole) } };
  });
};

export const endMembership = (
  ports: SpacePorts,
  by: UserCaller,
  id: string,
  userId: string,
): Promise<Refusal | undefined> =>
  changeAsAdmin(ports, by, id, 'space.remove_member', async (trx, spaceId) => {
    const details = await namedUser(trx, userId);
    return (await removeOne(trx, spaceId, userId)) ?? { details };
  });

/** The name is kept, since the account may be deleted. */
const namedUser = async (trx: DatabaseTransaction, id: string) => ({
  user: id,
  user_name: await readUserName(trx, id),
});

export const leaveSpace = async (
  ports: SpacePorts,
  by: UserCaller,
  id: string,
): Promise<Refusal | undefined> => {
  const space = await requireSpace(ports, by, 'see', id);
  if ('refused' in space) return space;
  return ports.db.transaction().execute(async (trx) => {
    const refusal = await removeOne(trx, space.id, by.id);
    if (refusal) return refusal;
    const at = ports.now();
    await recordAct(trx, { by, act: 'space.leave', subject: space.id, name: space.name, at });
    return undefined;
  });
};

const removeOne = async (
  trx: DatabaseTransaction,
  spaceId: string,
  userId: string,
): Promise<Refusal | undefined> => {
  const refusal = await keepAnAdmin(trx, spaceId, userId);
  if (refusal) return refusal;
  return (await removeMember(trx, spaceId, userId)) ? undefined : USER_NOT_FOUND;
};

/** Refused if this is the only admin: nobody could then decide who is a member. */
const keepAnAdmin = async (
  trx: DatabaseTransaction,
  spaceId: string,
  userId: string,
): Promise<Refusal | undefined> => {
  if ((await lockAndCountAdmins(trx, spaceId)) > 1) return undefined;
  const members = await listMembers(trx, spaceId);
  const isOnlyAdmin = members.some(({ person, role }) => person.id === userId && role === 'admin');
  return isOnlyAdmin ? LAST_ADMIN : undefined;
};

const LAST_ADMIN = refuse('conflict', 'A space keeps at least one admin. Make somebody else an admin first.');
