import type { Instant } from '@pawprint/core';
import { v7 as uuidv7 } from 'uuid';
import type { UserCaller } from '../../model/caller.ts';
import { storableText } from '../../model/storable.ts';
import { recordAct } from '../../store/audit.ts';
import type { Database, DatabaseTransaction } from '../../store/database.ts';
import { type Invitation, lockOpenInvitation, setInvitationTime } from '../../store/invitations.ts';
import { upsertMember } from '../../store/spaces.ts';

interface NewAccount {
  readonly name: string;
  readonly email: string;
  readonly role: string;
  /** Whether the person has shown that the address is theirs. */
  readonly isEmailProven: boolean;
}

/** Undefined if another account has the e-mail address. */
export const insertAccount = async (
  trx: DatabaseTransaction,
  { name, email, role, isEmailProven }: NewAccount,
): Promise<string | undefined> => {
  const inserted = await trx
    .insertInto('users')
    .values({ id: uuidv7(), name: storableText(name), email, role, email_verified: isEmailProven })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst();
  return inserted?.id;
};

interface InvitedPerson extends Pick<NewAccount, 'name' | 'isEmailProven'> {
  /** Of the client. */
  readonly address?: string;
  /** The identity provider by which they came; undefined if they opened the link. */
  readonly issuer?: string;
}

/**
 * The id of the new account of somebody who accepts an invitation, which the transaction has locked. Undefined if another
 * account has its e-mail address.
 */
export const createInvitedAccount = async (
  trx: DatabaseTransaction,
  { id: invitationId, email, role, invitedBy, spaces }: Invitation,
  { name, isEmailProven, address, issuer }: InvitedPerson,
  at: Instant,
): Promise<string | undefined> => {
  const id = await insertAccount(trx, { name, email, role, isEmailProven });
  if (id === undefined) return undefined;
  for (const space of spaces)
    await upsertMember(trx, space.id, { userId: id, role: space.role }, { by: invitedBy?.id ?? id, at });
  await setInvitationTime(trx, invitationId, 'accepted_at', at);
  const by: UserCaller = { kind: 'user', id, name, email, role, ...(address && { address }) };
  const details = { role, invited_by: invitedBy?.name ?? null, ...(issuer && { issuer }) };
  await recordAct(trx, { by, act: 'invitation.accept', subject: invitationId, name: email, details, at });
  return id;
};

/** Somebody whom an identity provider has sent, with an address that it has verified. */
interface ProviderPerson {
  readonly provider: string;
  /** What credentials know them by. */
  readonly accountId: string;
  readonly issuer: string;
  readonly name: string;
  /** In lower case. */
  readonly email: string;
}

/**
 * Accepts the open invitation of somebody who signs in with an identity provider for the first time: a verified address
 * proves as much as a link that was mailed there. Whoever is known by the provider's own id has an account already,
 * whatever their address is now.
 */
export const acceptWithProvider = (
  db: Database,
  { provider, accountId, email, name, issuer }: ProviderPerson,
  at: Instant,
): Promise<void> =>
  db.transaction().execute(async (trx) => {
    const known = await trx
      .selectFrom('credentials')
      .select('id')
      .where('provider_id', '=', provider)
      .where('account_id', '=', accountId)
      .executeTakeFirst();
    if (known) return;
    const invitation = await lockOpenInvitation(trx, email, at);
    if (invitation) await createInvitedAccount(trx, invitation, { name, isEmailProven: true, issuer }, at);
  });
