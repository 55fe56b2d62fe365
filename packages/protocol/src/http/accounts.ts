import { z } from 'zod';
import { SpaceRole } from '../data/space.ts';
import { Id, IdParams, limit, Person, Time } from './fields.ts';
import type { RouteContracts } from './route.ts';

export const ACCOUNT_ROLES = ['user', 'operator', 'auditor', 'admin', 'extractor'] as const;

export const AccountRole = z.enum(ACCOUNT_ROLES).meta({
  id: 'AccountRole',
  description:
    'user: sees and changes what is theirs and what is shared with them. operator: also runs the instance. auditor: also sees everything. admin: does everything. extractor: gets and reports jobs on all data',
});
export type AccountRole = z.infer<typeof AccountRole>;

export const Account = z
  .object({
    id: Id,
    name: z.string(),
    email: z.string(),
    role: z.string(),
    created_at: Time,
    ban: z
      .object({ reason: z.string(), until: Time.nullable() })
      .nullable()
      .meta({ description: 'null: not banned. `until` null: for ever' }),
    sessions: z.number().int().nonnegative().meta({ description: 'in how many browsers it is signed in' }),
  })
  .meta({ id: 'Account' });
export type Account = z.infer<typeof Account>;

const Count = z.number().int().nonnegative();

export const AccountDetails = Account.extend({
  datasets: Count.meta({ description: 'that it owns' }),
  keys: Count,
  extractors: Count.meta({ description: 'private ones, which would be deleted with it' }),
}).meta({ id: 'AccountDetails' });
export type AccountDetails = z.infer<typeof AccountDetails>;

export const MailOutcome = z.enum(['sent', 'failed', 'off']).meta({
  id: 'MailOutcome',
  description: 'off: no mail server is configured',
});
export type MailOutcome = z.infer<typeof MailOutcome>;

/** The only answer that contains the link, whose token is stored as a hash. */
export const AccountLink = z
  .object({ url: z.string(), expires_at: Time, mail: MailOutcome })
  .meta({ id: 'AccountLink' });
export type AccountLink = z.infer<typeof AccountLink>;

export const Invitation = z
  .object({
    id: Id,
    email: z.string(),
    name: z.string(),
    role: z.string(),
    spaces: z.array(z.object({ id: Id, name: z.string(), role: SpaceRole })),
    invited_by: Person.nullable(),
    created_at: Time,
    expires_at: Time,
    mailed_at: Time.nullable(),
    state: z.enum(['open', 'expired', 'revoked', 'accepted']),
  })
  .meta({ id: 'Invitation' });
export type Invitation = z.infer<typeof Invitation>;

export const SignInOptions = z
  .object({
    registration: z.enum(['off', 'by_mail', 'at_once']).meta({
      description:
        'how people get an account without an invitation: not at all, by a link in a mail, at once',
    }),
    oidc: z
      .object({ name: z.string().meta({ description: 'as people know it: “Example University”' }) })
      .nullable()
      .meta({
        description: 'the identity provider at which people can sign in; null where none is configured',
      }),
    mail: z.boolean().meta({ description: 'whether a new password can be asked for by mail' }),
  })
  .meta({ id: 'SignInOptions' });
export type SignInOptions = z.infer<typeof SignInOptions>;

/** Of one line: names are written into mails. */
const Name = z
  .string()
  .trim()
  .max(100)
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u);
const Email = z.email().max(254).toLowerCase();
/** As better-auth limits it where a password is changed. */
const Password = z.string().min(8).max(128);
const LinkBody = z.object({ token: z.string().min(1).max(100) });

const accountAdministration = {
  listAccounts: {
    tag: 'access',
    summary: 'List the accounts, by name',
    query: z.object({
      q: z.string().trim().max(200).optional().meta({ description: 'part of the name or of the e-mail' }),
      limit: limit(1_000, 100),
      after: Id.optional().meta({ description: 'id of the last one of the page before' }),
    }),
    answer: z.object({ accounts: z.array(Account) }),
  },
  showAccount: {
    tag: 'access',
    summary: 'Show an account, and how much belongs to it',
    params: IdParams,
    answer: AccountDetails,
  },
  setAccountRole: {
    tag: 'access',
    summary: 'Change the role of an account; the last active administrator stays one',
    params: IdParams,
    body: z.object({ role: AccountRole }),
    status: 204,
  },
  banAccount: {
    tag: 'access',
    summary: 'Ban an account: its sessions end, and its keys and running jobs do nothing any more',
    params: IdParams,
    body: z.object({
      reason: z.string().trim().max(1_000).default(''),
      days: z
        .number()
        .int()
        .min(1)
        .max(3650)
        .nullable()
        .default(null)
        .meta({ description: 'null: until it is unbanned' }),
    }),
    status: 204,
  },
  unbanAccount: { tag: 'access', summary: 'Lift a ban', params: IdParams, status: 204 },
  endAccountSessions: {
    tag: 'access',
    summary: 'Sign a person out of all browsers',
    params: IdParams,
    status: 204,
  },
  createPasswordLink: {
    tag: 'access',
    summary: 'Make a link by which a person sets a new password, and mail it where mail is configured',
    params: IdParams,
    status: 201,
    answer: AccountLink,
  },
  deleteAccount: {
    tag: 'access',
    summary:
      'Delete an account, its keys and its private extractors. Its datasets, jobs and the record of its acts are kept',
    params: IdParams,
    status: 204,
  },
} satisfies RouteContracts;

const invitationContracts = {
  listInvitations: {
    tag: 'access',
    summary: 'List the invitations of the last 90 days, newest first',
    answer: z.object({ invitations: z.array(Invitation) }),
  },
  invite: {
    tag: 'access',
    summary: 'Invite a person; replaces an earlier invitation of the same e-mail address',
    body: z.object({
      email: Email,
      name: Name.default(''),
      role: AccountRole.default('user'),
      spaces: z
        .array(z.object({ id: Id, role: SpaceRole }))
        .max(100)
        .default([]),
    }),
    status: 201,
    answer: AccountLink.extend({ invitation: Invitation }),
  },
  revokeInvitation: { tag: 'access', summary: 'Revoke an invitation', params: IdParams, status: 204 },
  showInvitation: {
    tag: 'access',
    summary: 'What a link of an invitation is for',
    body: LinkBody,
    answer: z.object({ email: z.string(), name: z.string(), invited_by: z.string().nullable() }),
  },
  acceptInvitation: {
    tag: 'access',
    summary: 'Create the account of an invitation',
    body: LinkBody.extend({ name: Name.min(1), password: Password }),
    status: 201,
    answer: z.object({ email: z.string() }),
  },
} satisfies RouteContracts;

const MailedAnswer = z.object({ mailed: z.boolean() });

const ownAccountContracts = {
  showSignInOptions: {
    tag: 'access',
    summary: 'How people get an account and a new password on this server',
    answer: SignInOptions,
  },
  register: {
    tag: 'access',
    summary:
      'Ask for an account, where this server allows it. By mail: a link is sent. Else the account is created at once. The answer is the same where there is an account already',
    body: z.object({ email: Email, name: Name.min(1).optional(), password: Password.optional() }),
    status: 202,
    answer: MailedAnswer,
  },
  requestPasswordReset: {
    tag: 'access',
    summary: 'Ask for a link for a new password. The answer is the same where there is no such account',
    body: z.object({ email: Email }),
    status: 202,
    answer: MailedAnswer,
  },
  showPasswordReset: {
    tag: 'access',
    summary: 'Whose password a link is for',
    body: LinkBody,
    answer: z.object({ email: z.string(), name: z.string() }),
  },
  resetPassword: {
    tag: 'access',
    summary: 'Set a new password with a link; ends all sessions of the person',
    body: LinkBody.extend({ password: Password }),
    answer: z.object({ email: z.string() }),
  },
} satisfies RouteContracts;

export const accountContracts = { ...accountAdministration, ...invitationContracts, ...ownAccountContracts };
