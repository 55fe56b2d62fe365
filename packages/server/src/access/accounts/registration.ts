import type { SignInOptions } from '@pawprint/protocol';
import { v7 as uuidv7 } from 'uuid';
import type { UserCaller } from '../../model/caller.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import { recordAct } from '../../store/audit.ts';
import { deleteOldRegistrations, insertInvitation, setInvitationTime } from '../../store/invitations.ts';
import { findUserByEmail } from '../../store/users.ts';
import { setPassword } from '../password.ts';
import { hashPassword } from '../password-hashing.ts';
import { DAY_MS, type LinkRequest, limitRequests, mailOnRequest, newLink } from './links.ts';
import type { Mailer } from './mailer.ts';
import { insertAccount } from './new-account.ts';
import type { AccountPorts } from './ports.ts';

export const signInOptionsOf = ({ mailer, allowRegistration, oidc }: AccountPorts): SignInOptions => {
  const way = mailer === null ? 'at_once' : 'by_mail';
  return {
    registration: allowRegistration ? way : 'off',
    mail: mailer !== null,
    oidc: oidc && { name: oidc.name },
  };
};

interface Registration extends LinkRequest {
  /** Without a mail server only: otherwise they are chosen once the link in the mail is opened. */
  readonly name?: string | undefined;
  readonly password?: string | undefined;
}

/**
 * Gives somebody without an invitation an account: by a link to their e-mail address, or at once where no mail can be
 * sent. The answer is the same if there is an account with this address already.
 */
export const register = async (
  ports: AccountPorts,
  registration: Registration,
): Promise<{ readonly mailed: boolean } | Refusal> => {
  const { mailer, allowRegistration } = ports;
  if (!allowRegistration) return NOT_ALLOWED;
  const refusal =
    mailer === null
      ? await createAtOnce(ports, registration)
      : await mailOnRequest(ports, mailer, registration, () => mailTo(ports, mailer, registration.email));
  return refusal ?? { mailed: mailer !== null };
};

const NOT_ALLOWED = refuse('forbidden', 'Accounts on this server are by invitation. Ask an administrator.');

const mailTo = async (ports: AccountPorts, mailer: Mailer, email: string): Promise<void> => {
  const { db, now, address } = ports;
  if ((await findUserByEmail(db, email)) !== undefined) {
    await mailer.send({
      to: email,
      subject: 'Your Pawprint account',
      text: hasAccountText(address.publicUrl),
    });
    return;
  }
  const [id, at] = [uuidv7(), now()];
  const { url, tokenHash } = newLink(ports, 'invitation');
  await db.transaction().execute(async (trx) => {
    await deleteOldRegistrations(trx, at - 30 * DAY_MS);
    await insertInvitation(trx, {
      id,
      tokenHash,
      email,
      name: '',
      role: 'user',
      spaces: [],
      invitedBy: null,
      createdAt: at,
      expiresAt: at + DAY_MS,
    });
  });
  const text = registrationText(address.publicUrl, url);
  if (await mailer.send({ to: email, subject: 'Your Pawprint account', text }))
    await setInvitationTime(db, id, 'mailed_at', now());
};

/** Nothing that whoever asked has written is in the mail: it may be somebody who sends mails to others. */
const registrationText = (publicUrl: string, url: string): string =>
  `Open this link within a day to create your account at ${publicUrl}
${url}

If you did not ask for it, ignore this mail: no account is created.
`;

const hasAccountText = (publicUrl: string): string =>
  `Somebody, probably you, asked for an account at ${publicUrl} with this e-mail address. You have one already. Sign in, or choose a new password:
${publicUrl}/forgot-password

If it was not you, ignore this mail.
`;

const createAtOnce = async (
  ports: AccountPorts,
  registration: Registration,
): Promise<Refusal | undefined> => {
  const { name, email, password } = registration;
  if (name === undefined || password === undefined)
    return refuse('bad_request', 'A name and a password are needed.');
  const refusal = await limitRequests(ports, registration);
  if (refusal) return refusal;
  await ports.db.transaction().execute(async (trx) => {
    const id = await insertAccount(trx, { name, email, role: 'user', isEmailProven: false });
    // The answer takes as long where there is an account already.
    if (id === undefined) return void (await hashPassword(password));
    await setPassword(trx, id, password);
    const by: UserCaller = { kind: 'user', id, name, email, role: 'user', address: registration.address };
    await recordAct(trx, { by, act: 'account.register', subject: id, name, at: ports.now() });
  });
  return undefined;
};
