import type { Instant } from '@pawprint/core';
import { v7 as uuidv7 } from 'uuid';
import type { UserCaller } from '../../model/caller.ts';
import { type Refusal, refuse, USER_NOT_FOUND } from '../../model/refusal.ts';
import { notOfServer } from '../../store/accounts.ts';
import { recordAct } from '../../store/audit.ts';
import type { DatabaseTransaction } from '../../store/database.ts';
import { instantOf, timeOf } from '../../store/instant-column.ts';
import { hasPassword, setPassword } from '../password.ts';
import { requireAdministrator } from '../require-resource.ts';
import { notBanned } from '../users.ts';
import {
  type AccountLink,
  DAY_MS,
  HOUR_MS,
  type LinkRequest,
  type LinkToken,
  limitTokens,
  linkOver,
  mailLink,
  mailOnRequest,
  newLink,
  type UsedLink,
} from './links.ts';
import type { Mailer } from './mailer.ts';
import type { AccountPorts } from './ports.ts';

/** Mails a link to the person with this e-mail address, if there is one. */
export const requestPasswordReset = async (
  ports: AccountPorts,
  request: LinkRequest,
): Promise<Refusal | undefined> => {
  const { mailer } = ports;
  if (mailer === null) return NO_MAIL;
  return mailOnRequest(ports, mailer, request, () => mailReset(ports, mailer, request.email));
};

const NO_MAIL = refuse(
  'not_offered',
  'This server sends no mail. Ask an administrator for a link for a new password.',
);

const mailReset = async (ports: AccountPorts, mailer: Mailer, email: string): Promise<void> => {
  const { db, now, address } = ports;
  const person = await db
    .selectFrom('users')
    .select(['users.id', 'users.email'])
    .where('users.email', '=', email)
    .where(notOfServer)
    .where(notBanned(now()))
    .executeTakeFirst();
  if (!person) return;
  if (!(await hasPassword(db, person.id))) {
    const text = `Your account at ${address.publicUrl} has no password. Sign in as you did before, not with a password.\n`;
    return void (await mailer.send({ to: person.email, subject: 'Your Pawprint account', text }));
  }
  const link = newLink(ports, 'new-password');
  const terms = { userId: person.id, createdBy: null, at: now(), validMs: HOUR_MS };
  await db.transaction().execute((trx) => insertReset(trx, link, terms));
  await mailer.send(resetMail(ports, person.email, link, 'an hour'));
};

const resetMail = ({ address }: AccountPorts, to: string, { url }: LinkToken, valid: string) => ({
  to,
  subject: 'New password for Pawprint',
  text: `Open this link within ${valid} to choose a new password for ${to} at ${address.publicUrl}
${url}

If you did not ask for it, ignore this mail: your password stays as it is.
`,
});

/** An administrator makes a link for somebody who cannot sign in. */
export const createPasswordLink = async (
  ports: AccountPorts,
  caller: UserCaller,
  userId: string,
): Promise<AccountLink | Refusal> => {
  const by = await requireAdministrator(ports, caller);
  if ('refused' in by) return by;
  const link = newLink(ports, 'new-password');
  const at = ports.now();
  const person = await ports.db.transaction().execute(async (trx) => {
    const found = await trx
      .selectFrom('users')
      .select(['users.id', 'users.name', 'users.email'])
      .where('users.id', '=', userId)
      .where(notOfServer)
      .executeTakeFirst();
    if (!found) return USER_NOT_FOUND;
    await insertReset(trx, link, { userId: found.id, createdBy: by.id, at, validMs: DAY_MS });
    const { id: subject, name } = found;
    await recordAct(trx, { by, act: 'account.password_link', subject, name, at });
    return found;
  });
  if ('refused' in person) return person;
  const mail = await mailLink(ports, resetMail(ports, person.email, link, 'a day'));
  return { url: link.url, expiresAt: at + DAY_MS, mail };
};

interface ResetTerms {
  readonly userId: string;
  /** Null where the person asked for it by mail. */
  readonly createdBy: string | null;
  readonly at: Instant;
  readonly validMs: number;
}

/** Also deletes those that can do nothing any more and are so old that nobody opens their page. */
const insertReset = async (
  trx: DatabaseTransaction,
  { tokenHash }: LinkToken,
  { userId, createdBy, at, validMs }: ResetTerms,
): Promise<void> => {
  await trx
    .deleteFrom('password_resets')
    .where('expires_at', '<', timeOf(at - 30 * DAY_MS))
    .execute();
  await trx
    .insertInto('password_resets')
    .values({
      id: uuidv7(),
      token_hash: tokenHash,
      user_id: userId,
      created_by: createdBy,
      created_at: timeOf(at),
      expires_at: timeOf(at + validMs),
    })
    .execute();
};

/** Whose password a link is for. */
export const showPasswordReset = (ports: AccountPorts, link: UsedLink): Promise<PersonOfLink | Refusal> =>
  withReset(ports, link, async () => undefined);

/** Ends all sessions of the person: if somebody else knew the old password, they are out. */
export const resetPassword = (
  ports: AccountPorts,
  link: UsedLink,
  password: string,
): Promise<PersonOfLink | Refusal> =>
  withReset(ports, link, async (trx, person) => {
    const { userId, name, email, role, createdBy } = person;
    const at = ports.now();
    await setPassword(trx, userId, password);
    await trx.deleteFrom('sessions').where('user_id', '=', userId).execute();
    await trx
      .updateTable('password_resets')
      .set({ used_at: timeOf(at) })
      .where('user_id', '=', userId)
      .where('used_at', 'is', null)
      .execute();
    const by: UserCaller = { kind: 'user', id: userId, name, email, role, address: link.address };
    const details = { link_by: createdBy };
    await recordAct(trx, { by, act: 'account.reset_password', subject: userId, name, details, at });
  });

interface PersonOfLink {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly role: string;
  readonly createdBy: string | null;
}

/** The account stays locked until the transaction ends, so that one of its links is used once. */
const withReset = (
  ports: AccountPorts,
  link: UsedLink,
  use: (trx: DatabaseTransaction, person: PersonOfLink) => Promise<void>,
): Promise<PersonOfLink | Refusal> =>
  limitTokens(ports, link, (tokenHash) =>
    ports.db.transaction().execute(async (trx) => {
      const row = await lockReset(trx, tokenHash);
      if (row === undefined) return undefined;
      if (row.used_at !== null) return linkOver('This link was used already, or another one after it.');
      if (instantOf(row.expires_at) <= ports.now())
        return linkOver('This link has expired. Ask for a new one.');
      const { id: userId, name, email, role, created_by: createdBy } = row;
      const person = { userId, name, email, role, createdBy };
      await use(trx, person);
      return person;
    }),
  );

const lockReset = async (trx: DatabaseTransaction, tokenHash: string) => {
  const owner = await trx
    .selectFrom('users')
    .innerJoin('password_resets as r', 'r.user_id', 'users.id')
    .select(['users.id', 'users.name', 'users.email', 'users.role'])
    .where('r.token_hash', '=', tokenHash)
    .forUpdate('users')
    .executeTakeFirst();
  if (!owner) return undefined;
  // Read once the account is locked: another link of it may have been used meanwhile.
  const reset = await trx
    .selectFrom('password_resets')
    .select(['used_at', 'expires_at', 'created_by'])
    .where('token_hash', '=', tokenHash)
    .executeTakeFirstOrThrow();
  return { ...owner, ...reset };
};
