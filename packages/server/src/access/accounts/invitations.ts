import type { AccountRole } from '@pawprint/protocol';
import { v7 as uuidv7 } from 'uuid';
import type { UserCaller } from '../../model/caller.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import type { SpaceRole } from '../../model/space.ts';
import { recordAct } from '../../store/audit.ts';
import {
  type Invitation,
  insertInvitation,
  listInvitationsSince,
  readInvitation,
  revokeInvitationsTo,
  revokeOpenInvitation,
  setInvitationTime,
} from '../../store/invitations.ts';
import { findUserByEmail } from '../../store/users.ts';
import { requireAdministrator, requireAll, requireSpace } from '../require-resource.ts';
import { type AccountLink, DAY_MS, type LinkToken, mailLink, newLink } from './links.ts';
import type { AccountPorts } from './ports.ts';

interface InvitationDraft {
  /** In lower case. */
  readonly email: string;
  readonly name: string;
  readonly role: AccountRole;
  readonly spaces: readonly { readonly id: string; readonly role: SpaceRole }[];
}

/** Replaces an earlier invitation of the same e-mail address. */
export const invite = async (
  ports: AccountPorts,
  caller: UserCaller,
  draft: InvitationDraft,
): Promise<(AccountLink & { readonly invitation: Invitation }) | Refusal> => {
  const by = await requireAdministrator(ports, caller);
  if ('refused' in by) return by;
  const ids = draft.spaces.map(({ id }) => id);
  const spaces = await requireAll(ids, (id) => requireSpace(ports, by, 'share', id));
  if ('refused' in spaces) return spaces;
  const link = newLink(ports, 'invitation');
  const stored = await storeInvitation(ports, by, draft, link);
  if ('refused' in stored) return stored;
  const mail = await mailLink(ports, invitationMail(ports, by, draft.email, link));
  if (mail === 'sent') await setInvitationTime(ports.db, stored.id, 'mailed_at', ports.now());
  const invitation = await readInvitation(ports.db, stored.id, ports.now());
  return { invitation, url: link.url, expiresAt: invitation.expiresAt, mail };
};

const VALID_DAYS = 7;

const storeInvitation = (
  { db, now }: AccountPorts,
  by: UserCaller,
  draft: InvitationDraft,
  { tokenHash }: LinkToken,
): Promise<{ readonly id: string } | Refusal> =>
  db.transaction().execute(async (trx) => {
    const { email, role, spaces } = draft;
    if ((await findUserByEmail(trx, email)) !== undefined)
      return refuse('conflict', `There is an account with the e-mail ${email} already.`);
    const [id, at] = [uuidv7(), now()];
    await revokeInvitationsTo(trx, email, at);
    await insertInvitation(trx, {
      ...draft,
      id,
      tokenHash,
      invitedBy: by.id,
      createdAt: at,
      expiresAt: at + VALID_DAYS * DAY_MS,
    });
    const details = { role, spaces };
    await recordAct(trx, { by, act: 'invitation.create', subject: id, name: email, details, at });
    return { id };
  });

const invitationMail = ({ address }: AccountPorts, by: UserCaller, to: string, { url }: LinkToken) => ({
  to,
  subject: 'Invitation to Pawprint',
  text: `${by.name} (${by.email}) invites you to Pawprint at ${address.publicUrl}

Open this link within ${VALID_DAYS} days to choose your name and your password:
${url}

If you do not know what this is about, ignore this mail.
`,
});

const LISTED_MS = 90 * DAY_MS;

/** Newest first, without those by which people register themselves. */
export const listInvitations = async (
  ports: AccountPorts,
  caller: UserCaller,
): Promise<readonly Invitation[] | Refusal> => {
  const by = await requireAdministrator(ports, caller);
  if ('refused' in by) return by;
  return listInvitationsSince(ports.db, ports.now() - LISTED_MS, ports.now());
};

export const revokeInvitation = async (
  ports: AccountPorts,
  caller: UserCaller,
  id: string,
): Promise<Refusal | undefined> => {
  const by = await requireAdministrator(ports, caller);
  if ('refused' in by) return by;
  return ports.db.transaction().execute(async (trx) => {
    const at = ports.now();
    const email = await revokeOpenInvitation(trx, id, at);
    if (email === undefined) return NO_SUCH_INVITATION;
    await recordAct(trx, { by, act: 'invitation.revoke', subject: id, name: email, at });
    return undefined;
  });
};

const NO_SUCH_INVITATION = refuse('not_found', 'There is no such open invitation.');
