import type {
  Account as WireAccount,
  Invitation as WireInvitation,
  AccountLink as WireLink,
} from '@pawprint/protocol';
import { acceptInvitation, showInvitation } from '../../access/accounts/accept-invitation.ts';
import { invite, listInvitations, revokeInvitation } from '../../access/accounts/invitations.ts';
import type { AccountLink } from '../../access/accounts/links.ts';
import {
  banAccount,
  deleteAccount,
  endSessions,
  setAccountRole,
  unbanAccount,
} from '../../access/accounts/manage-accounts.ts';
import {
  createPasswordLink,
  requestPasswordReset,
  resetPassword,
  showPasswordReset,
} from '../../access/accounts/password-resets.ts';
import type { AccountPorts } from '../../access/accounts/ports.ts';
import { register, signInOptionsOf } from '../../access/accounts/registration.ts';
import { requireAdministrator } from '../../access/require-resource.ts';
import { USER_NOT_FOUND } from '../../model/refusal.ts';
import { storableText } from '../../model/storable.ts';
import { type Account, findAccount, listAccounts } from '../../store/accounts.ts';
import type { Invitation } from '../../store/invitations.ts';
import { time, timeOrNull } from '../../wire/time.ts';
import { type Handlers, NOTHING, ok } from '../handler.ts';

export type AccountRouteName = ManageRouteName | InvitationRouteName | OwnAccountRouteName;

export const accountHandlers = (ports: AccountPorts): Handlers<AccountRouteName> => ({
  ...manageHandlers(ports),
  ...invitationHandlers(ports),
  ...ownAccountHandlers(ports),
});

type ManageRouteName =
  | 'listAccounts'
  | 'showAccount'
  | 'setAccountRole'
  | 'banAccount'
  | 'unbanAccount'
  | 'endAccountSessions'
  | 'createPasswordLink'
  | 'deleteAccount';

const manageHandlers = (ports: AccountPorts): Handlers<ManageRouteName> => ({
  listAccounts: async ({ caller, query: { q, limit, after } }) => {
    const by = await requireAdministrator(ports, caller);
    if ('refused' in by) return by;
    const part = q === undefined ? undefined : storableText(q);
    const accounts = await listAccounts(ports.db, { q: part, limit, after, now: ports.now() });
    return ok({ accounts: accounts.map(accountToWire) });
  },

  showAccount: async ({ caller, params: { id } }) => {
    const by = await requireAdministrator(ports, caller);
    if ('refused' in by) return by;
    const account = await findAccount(ports.db, id, ports.now());
    if (!account) return USER_NOT_FOUND;
    const { datasets, keys, extractors } = account;
    return ok({ ...accountToWire(account), datasets, keys, extractors });
  },

  setAccountRole: async ({ caller, params: { id }, body: { role } }) =>
    (await setAccountRole(ports, caller, id, role)) ?? NOTHING,

  banAccount: async ({ caller, params: { id }, body }) =>
    (await banAccount(ports, caller, id, body)) ?? NOTHING,

  unbanAccount: async ({ caller, params: { id } }) => (await unbanAccount(ports, caller, id)) ?? NOTHING,

  endAccountSessions: async ({ caller, params: { id } }) => (await endSessions(ports, caller, id)) ?? NOTHING,

  createPasswordLink: async ({ caller, reply, params: { id } }) => {
    const link = await createPasswordLink(ports, caller, id);
    if ('refused' in link) return link;
    void reply.header('cache-control', 'no-store');
    return ok(linkToWire(link));
  },

  deleteAccount: async ({ caller, params: { id } }) => (await deleteAccount(ports, caller, id)) ?? NOTHING,
});

const accountToWire = ({ createdAt, ban, ...account }: Account): WireAccount => ({
  id: account.id,
  name: account.name,
  email: account.email,
  role: account.role,
  created_at: time(createdAt),
  ban: ban && { reason: ban.reason, until: timeOrNull(ban.until) },
  sessions: account.sessions,
});

const linkToWire = ({ url, expiresAt, mail }: AccountLink): WireLink => ({
  url,
  expires_at: time(expiresAt),
  mail,
});

type InvitationRouteName =
  | 'listInvitations'
  | 'invite'
  | 'revokeInvitation'
  | 'showInvitation'
  | 'acceptInvitation';

const invitationHandlers = (ports: AccountPorts): Handlers<InvitationRouteName> => ({
  listInvitations: async ({ caller }) => {
    const invitations = await listInvitations(ports, caller);
    return 'refused' in invitations ? invitations : ok({ invitations: invitations.map(invitationToWire) });
  },

  invite: async ({ caller, reply, body }) => {
    const invited = await invite(ports, caller, body);
    if ('refused' in invited) return invited;
    void reply.header('cache-control', 'no-store');
    return ok({ ...linkToWire(invited), invitation: invitationToWire(invited.invitation) });
  },

  revokeInvitation: async ({ caller, params: { id } }) =>
    (await revokeInvitation(ports, caller, id)) ?? NOTHING,

  showInvitation: async ({ raw, body: { token } }) => {
    const invitation = await showInvitation(ports, { token, address: raw.ip });
    if ('refused' in invitation) return invitation;
    const { email, name, invitedBy } = invitation;
    return ok({ email, name, invited_by: invitedBy?.name ?? null });
  },

  acceptInvitation: async ({ raw, body: { token, ...account } }) => {
    const invitation = await acceptInvitation(ports, { token, address: raw.ip }, account);
    return 'refused' in invitation ? invitation : ok({ email: invitation.email });
  },
});

const invitationToWire = (invitation: Invitation): WireInvitation => ({
  id: invitation.id,
  email: invitation.email,
  name: invitation.name,
  role: invitation.role,
  spaces: [...invitation.spaces],
  invited_by: invitation.invitedBy,
  created_at: time(invitation.createdAt),
  expires_at: time(invitation.expiresAt),
  mailed_at: timeOrNull(invitation.mailedAt),
  state: invitation.state,
});

type OwnAccountRouteName =
  | 'showSignInOptions'
  | 'register'
  | 'requestPasswordReset'
  | 'showPasswordReset'
  | 'resetPassword';

const ownAccountHandlers = (ports: AccountPorts): Handlers<OwnAccountRouteName> => ({
  showSignInOptions: async () => ok(signInOptionsOf(ports)),

  register: async ({ raw, body }) => {
    const registered = await register(ports, { ...body, address: raw.ip });
    return 'refused' in registered ? registered : ok(registered);
  },

  requestPasswordReset: async ({ raw, body: { email } }) =>
    (await requestPasswordReset(ports, { email, address: raw.ip })) ?? ok({ mailed: true }),

  showPasswordReset: async ({ raw, body: { token } }) => {
    const person = await showPasswordReset(ports, { token, address: raw.ip });
    return 'refused' in person ? person : ok({ email: person.email, name: person.name });
  },

  resetPassword: async ({ raw, body: { token, password } }) => {
    const person = await resetPassword(ports, { token, address: raw.ip }, password);
    return 'refused' in person ? person : ok({ email: person.email });
  },
});
