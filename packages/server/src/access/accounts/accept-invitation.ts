import type { Refusal } from '../../model/refusal.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import { type Invitation, lockInvitation } from '../../store/invitations.ts';
import { findUserByEmail } from '../../store/users.ts';
import { setPassword } from '../password.ts';
import { limitTokens, linkOver, type UsedLink } from './links.ts';
import { createInvitedAccount } from './new-account.ts';
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
    const isEmailProven = invitation.mailedAt !== null;
    const person = { name, isEmailProven, address: link.address };
    const id = await createInvitedAccount(trx, invitation, person, ports.now());
    if (id === undefined) return accountExists(invitation.email);
    await setPassword(trx, id, password);
    return undefined;
  });

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
