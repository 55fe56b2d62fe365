import { createHmac, randomBytes } from 'node:crypto';
import type { Instant } from '@pawprint/core';
import type { FastifyBaseLogger } from 'fastify';
import type { OidcSettings } from '../config/config.ts';
import type { UserCaller } from '../model/caller.ts';
import type { Database } from '../store/database.ts';
import { ensureInstanceSetting } from '../store/instance-setting.ts';
import { createMailer, type Mailer } from './accounts/mailer.ts';
import type { AccountPorts } from './accounts/ports.ts';
import { type Auth, type AuthSettings, createAuth } from './auth.ts';
import { type Authenticate, createAuthenticate } from './authenticate.ts';
import { type CallAuth, createCallAuth } from './call-auth.ts';
import { type ContentLinks, createContentLinks } from './content-links.ts';
import { createGuessLimit } from './guess-limit.ts';
import { createJobCredentials, type JobCredentials } from './job-credential.ts';
import { type FindJobScope, findJobScope } from './job-scope.ts';
import { createProcessKeys } from './keys.ts';
import { createOidc } from './oidc.ts';
import { type CheckReader, createCheckReader } from './reader-check.ts';
import { createRefusedPasswords, type RefusedPasswords } from './refused-passwords.ts';
import { createRights, type Rights } from './rights.ts';
import { findUserCaller, isSignedIn } from './users.ts';

interface AccessPorts {
  readonly db: Database;
  /** Of the server, for people. With port 0 it is known only once the server listens. */
  readonly address: { readonly publicUrl: string };
  readonly now: () => Instant;
  /** The origin for what people uploaded. Default: none of its own. */
  readonly contentUrl?: string | undefined;
  /** How long the credential of a job can be used. */
  readonly jobCredentialMs: number;
  /** Whether people who are not signed in see public datasets. */
  readonly allowPublic: boolean;
  /** Whether people can make themselves an account. Default: no. */
  readonly allowRegistration?: boolean;
  /** Default: no mail is sent. */
  readonly smtpUrl?: string | undefined;
  /** Default: `pawprint` at the host of the public URL. */
  readonly mailFrom?: string | undefined;
  /** Default: people sign in with passwords alone. */
  readonly oidc?: OidcSettings | undefined;
  /** Default: nothing is logged. */
  readonly log?: FastifyBaseLogger;
}

/** Who is calling and what they have a right to: what the other parts need of accounts. */
export interface Access extends Rights {
  readonly authenticate: Authenticate;
  /** For streams, which outlast the check of their request. */
  readonly checkReader: CheckReader;
  readonly findJobScope: FindJobScope;
  readonly jobCredentials: JobCredentials;
  /** Null where content has no origin of its own. */
  readonly contentLinks: ContentLinks | null;
  /** A key of this user that works until this process ends. */
  readonly issueProcessKey: (user: UserCaller) => string;
  /** By which calls of a webhook are signed. */
  readonly webhookSecretOf: (webhookId: string) => string;
  /** better-auth, for code. Requests of clients go through `callAuth`, which limits guesses of passwords. */
  readonly auth: Auth;
  readonly callAuth: CallAuth;
  readonly refusedPasswords: Pick<RefusedPasswords, 'stop'>;
  /** For the management of accounts, invitations and new passwords. */
  readonly accounts: AccountPorts;
}

const GUESSES = {
  of: 'password',
  perAddress: { maxGuesses: 10, windowMs: 60_000 },
  perAccount: { maxGuesses: 30, windowMs: 15 * 60_000 },
} as const;

/** Requests that may send a mail: `perAccount` is per e-mail address, so that nobody gets many. */
const MAIL_REQUESTS = {
  of: 'mail',
  perAddress: { maxGuesses: 30, windowMs: 60 * 60_000 },
  perAccount: { maxGuesses: 3, windowMs: 60 * 60_000 },
  isSignedIn: async () => false,
} as const;

export const createAccess = async (ports: AccessPorts): Promise<Access> => {
  const { db, address, contentUrl, now, jobCredentialMs, allowPublic, log } = ports;
  const secret = await instanceSecret(db, 'session_secret');
  const auth = createAuth(authSettings(ports, secret));
  const oidc = ports.oidc
    ? createOidc({ oidc: ports.oidc, authSettings: () => authSettings(ports, secret), log, now })
    : null;
  const jobCredentials = createJobCredentials({
    secret: await instanceSecret(db, 'job_credential_secret'),
    maxAgeMs: jobCredentialMs,
    now,
  });
  const processKeys = createProcessKeys();
  const onError = (err: unknown): void => log?.error({ err }, 'Refused passwords were not recorded');
  const refusedPasswords = createRefusedPasswords({ db, now, onError });
  const guessLimit = createGuessLimit({
    ...GUESSES,
    db,
    onRefused: refusedPasswords.add,
    isSignedIn: (account, address) => isSignedIn(db, { email: account, address }, now()),
    now,
  });
  const findScope = findJobScope(db);
  const authenticate = createAuthenticate({ db, auth, jobCredentials, processKeys, guessLimit, now });
  const rights = createRights({ db, findScope, allowPublic, now });
  return {
    authenticate,
    ...rights,
    checkReader: createCheckReader({ db, authenticate, grantOf: rights.grantOf, now }),
    findJobScope: findScope,
    jobCredentials,
    contentLinks: contentUrl === undefined ? null : await openContentLinks(db, contentUrl, now),
    issueProcessKey: (user) => processKeys.issue(user),
    webhookSecretOf: createWebhookSecrets(await instanceSecret(db, 'webhook_secret')),
    auth,
    callAuth: createCallAuth({ db, auth, guessLimit, now, oidc }),
    refusedPasswords,
    accounts: {
      db,
      now,
      hasRight: rights.hasRight,
      mailer: openMailer(ports),
      guessLimit,
      requestLimit: createGuessLimit({ ...MAIL_REQUESTS, db, now }),
      address,
      oidc,
      allowRegistration: ports.allowRegistration ?? false,
    },
  };
};

const openMailer = (ports: AccessPorts): Mailer | null => {
  const { smtpUrl, mailFrom, address, log } = ports;
  if (smtpUrl === undefined) return null;
  const from = () => mailFrom ?? `Pawprint <pawprint@${new URL(address.publicUrl).hostname}>`;
  return createMailer({ smtpUrl, from, log });
};

const openContentLinks = async (db: Database, origin: string, now: () => Instant): Promise<ContentLinks> =>
  createContentLinks({
    origin,
    secret: await instanceSecret(db, 'content_link_secret'),
    findPerson: (id) => findUserCaller(db, id, now()),
    now,
  });

/** Computed, so that none is stored; another webhook has another one. */
const createWebhookSecrets =
  (secret: string) =>
  (webhookId: string): string =>
    `whsec_${createHmac('sha256', secret).update(webhookId).digest('base64')}`;

const authSettings = ({ db, address, log }: AccessPorts, secret: string): AuthSettings => ({
  db,
  publicUrl: address.publicUrl,
  secret,
  ...(log ? { log } : {}),
});

/** A secret of this instance, made at its first start: 256 bits, base64url. */
const instanceSecret = (db: Database, name: string): Promise<string> =>
  ensureInstanceSetting(db, name, randomBytes(32).toString('base64url'));
