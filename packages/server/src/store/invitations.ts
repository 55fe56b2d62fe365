import type { Instant } from '@pawprint/core';
import { type InferResult, sql } from 'kysely';
import { validate as isUuid } from 'uuid';
import type { Person } from '../model/caller.ts';
import type { SpaceRole } from '../model/space.ts';
import { storableText } from '../model/storable.ts';
import type { Database, DatabaseTransaction } from './database.ts';
import { instantOf, instantOrNull, timeOf } from './instant-column.ts';

export interface Invitation {
  readonly id: string;
  readonly email: string;
  /** What the administrator suggests; may be empty. */
  readonly name: string;
  readonly role: string;
  readonly spaces: readonly { readonly id: string; readonly name: string; readonly role: SpaceRole }[];
  /** Null after the account was deleted, and where people register themselves. */
  readonly invitedBy: Person | null;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly mailedAt: Instant | null;
  readonly state: 'open' | 'expired' | 'revoked' | 'accepted';
}

interface NewInvitation {
  readonly id: string;
  readonly tokenHash: string;
  /** In lower case. */
  readonly email: string;
  readonly name: string;
  readonly role: string;
  readonly spaces: readonly { readonly id: string; readonly role: SpaceRole }[];
  /** Null where people register themselves. */
  readonly invitedBy: string | null;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

export const insertInvitation = async (
  trx: DatabaseTransaction,
  invitation: NewInvitation,
): Promise<void> => {
  const { id, invitedBy } = invitation;
  await trx
    .insertInto('invitations')
    .values({
      id,
      token_hash: invitation.tokenHash,
      email: invitation.email,
      name: storableText(invitation.name),
      role: invitation.role,
      by_registration: invitedBy === null,
      invited_by: invitedBy,
      created_at: timeOf(invitation.createdAt),
      expires_at: timeOf(invitation.expiresAt),
    })
    .execute();
  const roles = new Map(invitation.spaces.map(({ id: spaceId, role }) => [spaceId, role]));
  if (roles.size === 0) return;
  const places = [...roles].map(([space_id, role]) => ({ invitation_id: id, space_id, role }));
  await trx.insertInto('invitation_spaces').values(places).execute();
};

/** Of those that administrators have made since a time, the newest first. */
export const listInvitationsSince = async (
  db: Database,
  since: Instant,
  now: Instant,
): Promise<Invitation[]> => {
  const rows = await selectInvitations(db)
    .where('i.by_registration', '=', false)
    .where('i.created_at', '>', timeOf(since))
    .orderBy('i.created_at', 'desc')
    .orderBy('i.id', 'desc')
    .limit(1_000)
    .execute();
  return rows.map((row) => rowToInvitation(row, now));
};

export const readInvitation = async (db: Database, id: string, now: Instant): Promise<Invitation> =>
  rowToInvitation(await selectInvitations(db).where('i.id', '=', id).executeTakeFirstOrThrow(), now);

/** It stays locked until the transaction ends, so that it makes one account. */
export const lockInvitation = async (
  trx: DatabaseTransaction,
  tokenHash: string,
  now: Instant,
): Promise<Invitation | undefined> => {
  const row = await selectInvitations(trx)
    .where('i.token_hash', '=', tokenHash)
    .forUpdate('i')
    .executeTakeFirst();
  return row && rowToInvitation(row, now);
};

/** The open one by an administrator, locked until the transaction ends. */
export const lockOpenInvitation = async (
  trx: DatabaseTransaction,
  email: string,
  now: Instant,
): Promise<Invitation | undefined> => {
  const row = await selectInvitations(trx)
    .where('i.email', '=', email)
    .where('i.by_registration', '=', false)
    .where('i.accepted_at', 'is', null)
    .where('i.revoked_at', 'is', null)
    .where('i.expires_at', '>', timeOf(now))
    .forUpdate('i')
    .executeTakeFirst();
  return row && rowToInvitation(row, now);
};

const selectInvitations = (db: Database) =>
  db
    .selectFrom('invitations as i')
    .leftJoin('users as u', 'u.id', 'i.invited_by')
    .select([
      'i.id',
      'i.email',
      'i.name',
      'i.role',
      'i.created_at',
      'i.expires_at',
      'i.mailed_at',
      'i.revoked_at',
      'i.accepted_at',
      'u.id as inviter_id',
      'u.name as inviter_name',
      sql<Invitation['spaces']>`(
        select coalesce(jsonb_agg(jsonb_build_object('id', s.id, 'name', s.name, 'role', p.role) order by s.name), '[]')
        from invitation_spaces p join spaces s on s.id = p.space_id where p.invitation_id = i.id)`.as(
        'spaces',
      ),
    ]);

type InvitationRow = InferResult<ReturnType<typeof selectInvitations>>[number];

const rowToInvitation = (row: InvitationRow, now: Instant): Invitation => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role,
  spaces: row.spaces,
  invitedBy: row.inviter_id && row.inviter_name ? { id: row.inviter_id, name: row.inviter_name } : null,
  createdAt: instantOf(row.created_at),
  expiresAt: instantOf(row.expires_at),
  mailedAt: instantOrNull(row.mailed_at),
  state: stateOf(row, now),
});

const stateOf = (
  { accepted_at, revoked_at, expires_at }: InvitationRow,
  now: Instant,
): Invitation['state'] => {
  if (accepted_at !== null) return 'accepted';
  if (revoked_at !== null) return 'revoked';
  return instantOf(expires_at) <= now ? 'expired' : 'open';
};

export const setInvitationTime = async (
  db: Database,
  id: string,
  column: 'mailed_at' | 'accepted_at',
  at: Instant,
): Promise<void> => {
  await db
    .updateTable('invitations')
    .set({ [column]: timeOf(at) })
    .where('id', '=', id)
    .execute();
};

/** The e-mail address of an open invitation that is now revoked; undefined if there is none. */
export const revokeOpenInvitation = async (
  trx: DatabaseTransaction,
  id: string,
  at: Instant,
): Promise<string | undefined> => {
  if (!isUuid(id)) return undefined;
  const revoked = await revokeOpen(trx, at).where('id', '=', id).returning('email').executeTakeFirst();
  return revoked?.email;
};

/** An address has one open invitation by administrators: a new one replaces it. */
export const revokeInvitationsTo = async (
  trx: DatabaseTransaction,
  email: string,
  at: Instant,
): Promise<void> => {
  await revokeOpen(trx, at).where('email', '=', email).where('by_registration', '=', false).execute();
};

export const revokeInvitationsBy = async (
  trx: DatabaseTransaction,
  userId: string,
  at: Instant,
): Promise<void> => {
  await revokeOpen(trx, at).where('invited_by', '=', userId).execute();
};

const revokeOpen = (trx: DatabaseTransaction, at: Instant) =>
  trx
    .updateTable('invitations')
    .set({ revoked_at: timeOf(at) })
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null);

/** Links by which people wanted to register themselves, and that expired long ago. */
export const deleteOldRegistrations = async (trx: DatabaseTransaction, before: Instant): Promise<void> => {
  await trx
    .deleteFrom('invitations')
    .where('by_registration', '=', true)
    .where('expires_at', '<', timeOf(before))
    .execute();
};
