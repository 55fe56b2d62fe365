import { callWithTimeLimit, withTimeLimit } from '@pawprint/async';
import type { FastifyBaseLogger } from 'fastify';
import { createTransport } from 'nodemailer';

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends mails by the configured server. Nothing here throws or lasts longer than `LIMIT_MS`; failures are logged. */
export interface Mailer {
  /** Whether the mail server took the mail. */
  readonly send: (mail: Mail) => Promise<boolean>;
  /** Whether the mail server can be reached and lets this server in. */
  readonly isReachable: () => Promise<boolean>;
  /**
   * Works on what an answer must not depend on: whether there is an account, and how long it takes to send a mail to it.
   */
  readonly inBackground: (work: () => Promise<unknown>) => void;
  /** Resolves when all work in the background has ended. */
  readonly idle: () => Promise<void>;
}

interface MailerSettings {
  readonly smtpUrl: string;
  /** Called for each mail: the server's address may become known only once it listens. */
  readonly from: () => string;
  readonly log?: FastifyBaseLogger | undefined;
  /** Default: `LIMIT_MS`. */
  readonly limitMs?: number;
}

const LIMIT_MS = 10_000;

export const createMailer = ({ smtpUrl, from, log, limitMs = LIMIT_MS }: MailerSettings): Mailer => {
  const transport = createTransport({ url: smtpUrl, ...timeouts(limitMs), requireTLS: needsTls(smtpUrl) });
  const working = new Set<Promise<unknown>>();
  const succeeds = (what: string, work: Promise<unknown>): Promise<boolean> =>
    work.then(
      () => true,
      (err: unknown) => {
        log?.error({ err }, what);
        return false;
      },
    );
  return {
    send: (mail) =>
      succeeds(
        'A mail could not be sent',
        callWithTimeLimit((signal) => transport.sendMail({ from: from(), ...mail, signal }), { limitMs }),
      ),
    isReachable: () => succeeds('The mail server cannot be used', withTimeLimit(transport.verify(), limitMs)),
    inBackground: (work) => {
      const running = succeeds('A mail could not be prepared', work()).finally(() => working.delete(running));
      working.add(running);
    },
    idle: async () => void (await Promise.all(working)),
  };
};

const timeouts = (ms: number) => ({
  dnsTimeout: ms,
  connectionTimeout: ms,
  greetingTimeout: ms,
  socketTimeout: ms,
});

/** Otherwise whoever is between could keep the connection from being encrypted, and read the password. */
const needsTls = (smtpUrl: string): boolean => {
  const { protocol, password, hostname } = new URL(smtpUrl);
  return protocol === 'smtp:' && password !== '' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname);
};
