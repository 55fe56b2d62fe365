import type { Instant } from '@pawprint/core';
import type { MailOutcome } from '@pawprint/protocol';
import { type Refusal, refuse } from '../../model/refusal.ts';
import { isTooManyGuesses, refusalOfGuesses } from '../guess-limit.ts';
import { hashSecret, newSecret } from '../keys.ts';
import type { Mail, Mailer } from './mailer.ts';
import type { AccountPorts } from './ports.ts';

/** A link by which a person gets an account or a new password, for the administrator who made it. */
export interface AccountLink {
  readonly url: string;
  readonly expiresAt: Instant;
  readonly mail: MailOutcome;
}

/** The token is in the URL; only its hash is stored. */
export interface LinkToken {
  readonly tokenHash: string;
  readonly url: string;
}

/** A link that somebody has opened. */
export interface UsedLink {
  readonly token: string;
  /** Of the client. */
  readonly address: string;
}

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** The token stands behind `#`, which browsers send to no server: neither proxies nor logs see it. */
export const newLink = ({ address }: AccountPorts, page: 'invitation' | 'new-password'): LinkToken => {
  const token = newSecret();
  return { tokenHash: hashSecret(token), url: `${address.publicUrl}/${page}#${token}` };
};

export const mailLink = async ({ mailer }: AccountPorts, mail: Mail): Promise<MailOutcome> => {
  if (mailer === null) return 'off';
  return (await mailer.send(mail)) ? 'sent' : 'failed';
};

/** Who asks for an account or a new password. */
export interface LinkRequest {
  /** In lower case. */
  readonly email: string;
  /** Of the client. */
  readonly address: string;
}

export const limitRequests = async (
  { requestLimit }: AccountPorts,
  { email, address }: LinkRequest,
): Promise<Refusal | undefined> => {
  const outcome = await requestLimit(
    { address, account: email },
    async () => undefined,
    () => false,
  );
  return outcome && refusalOfGuesses(outcome, 'Too many requests for mails from here, or to this address.');
};

/**
 * Sends a mail in the background, so that neither the answer nor the time that it takes depends on whether the address has
 * an account. Whether the mail server can be reached is found out before, whatever the address is.
 */
export const mailOnRequest = async (
  ports: AccountPorts,
  mailer: Mailer,
  request: LinkRequest,
  sendMail: () => Promise<unknown>,
): Promise<Refusal | undefined> => {
  const refusal = await limitRequests(ports, request);
  if (refusal) return refusal;
  if (!(await mailer.isReachable())) return MAIL_SERVER_AWAY;
  mailer.inBackground(sendMail);
  return undefined;
};

const MAIL_SERVER_AWAY = refuse(
  'unavailable',
  'No mail can be sent now: the mail server cannot be reached. Try again later, or ask an administrator for a link.',
);

/** Looks for what a token stands for. A token that stands for nothing counts as a wrong guess of its address. */
export const limitTokens = async <Found>(
  { guessLimit }: AccountPorts,
  { token, address }: UsedLink,
  find: (tokenHash: string) => Promise<Found | Refusal | undefined>,
): Promise<Found | Refusal> => {
  const found = await guessLimit(
    { address, account: null },
    () => find(hashSecret(token)),
    (outcome) => outcome !== undefined,
  );
  if (isTooManyGuesses(found)) return refusalOfGuesses(found, 'Too many attempts.');
  return found ?? UNKNOWN_LINK;
};

const UNKNOWN_LINK = refuse(
  'not_found',
  'This link is not complete. Copy it once more, from its first letter to its last.',
);

/** Why a link does nothing any more. The message is what its page shows. */
export const linkOver = (message: string): Refusal => refuse('link_over', message);
