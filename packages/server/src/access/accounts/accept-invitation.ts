import { v7 as uuidv7 } from 'uuid';
import type { UserCaller } from '../../model/caller.ts';
import type { Refusal } from '../../model/refusal.ts';
import { storableText } from '../../model/storable.ts';
import { recordAct } from '../../store/audit.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import { type Invitation, lockInvitation, setInvitationTime } from '../../store/invitations.ts';
import { upsertMember } from '../../store/spaces.ts';
import { findUserByEmail } from '../../store/users.ts';
import { setPassword } from '../password.ts';
import { limitTokens, linkOver, type UsedLink } from './links.ts';
import type { AccountPorts } from './ports.ts';

/** What the page of a link shows before the person has chosen a name and a password. */
export const showInvitation = (ports: AccountPorts, link: UsedLink): Promise<Invitation | Refusal> =>
  withInvitation(ports, link, refusalOfLink);

/** Creates the account and makes it a member of the spaces of the invitation. */
export const acceptInvitation = (
  ports: AccountPorts,
  link: UsedLink,
  { name, password }: { readonly name: string; readonly password: string },
): Promise<Invitation | Refusal> =>
  withInvitation(ports, link, async (trx, invitation) => {
    const refusal = await refusalOfLink(trx, invitation);
    if (refusal) return refusal;
    const { email, role, invitedBy, spaces } = invitation;
    const isEmailProven = invitation.mailedAt !== null;
    const id = await insertAccount(trx, { name, email, role, isEmailProven });
    if (id === undefined) return accountExists(email);
    await setPassword(trx, id, password);
    const at = ports.now();
    for (const space of spaces)
      await upsertMember(trx, space.id, { userId: id, role: space.role }, { by: invitedBy?.id ?? id, at });
    await setInvitationTime(trx, invitation.id, 'accepted_at', at);
    const by: UserCaller = { kind: 'user', id, name, email, role, address: link.address };
    const details = { role, invited_by: invitedBy?.name ?? null };
    const subject = { subject: invitation.id, name: email };
    await recordAct(trx, { by, act: 'invitation.accept', ...subject, details, at });
    return undefined;
  });

interface NewAccount {
  readonly name: string;
  readonly email: string;
  readonly role: string;
  /** Whether the person has opened a link that was mailed there. */
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

const withInvitation = (
  ports: AccountPorts,
  link: UsedLink,
  use: (trx: DatabaseTransaction, invitation: Invitation) => Promise<Refusal | undefined>,
): Promise<Invitation | Refusal> =>
  limitTokens(ports, link, (tokenHash) =>
    ports.db.transaction().execute(async (trx) => {
      const invitation = await lockInvitation(trx, tokenHash, ports.now());
      return invitation && ((await use(trx, invitation)) ?? invitation);
    }),
  );

const refusalOfLink = async (
  trx: DatabaseTransaction,
  { state, email, invitedBy }: Invitation,
): Promise<Refusal | undefined> => {
  const whom = invitedBy?.name ?? 'an administrator';
  switch (state) {
    case 'accepted':
      return linkOver(
        `This link was used already. Sign in as ${email}, with the password that was chosen then.`,
      );
    case 'revoked':
      return linkOver(`This invitation was revoked. Ask ${whom} for a new one.`);
    case 'expired':
      return linkOver(`This link has expired. Ask ${whom} for a new one.`);
    case 'open':
      return (await findUserByEmail(trx, email)) === undefined ? undefined : accountExists(email);
  }
};

const accountExists = (email: string): Refusal =>
  linkOver(`There is an account with the e-mail ${email} already. Sign in with its password.`);
