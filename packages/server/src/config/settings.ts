import { z } from 'zod';
import { requireBucket } from './blobs-setting.ts';
import { limitSettings } from './limit-settings.ts';
import { oidcSettings, requireIssuerAndClient } from './oidc-settings.ts';
import { rabbitmqSettings, requireTlsForFiles } from './rabbitmq-settings.ts';
import { mailFrom, onOff, proxies, webAddress, wholeNumber } from './setting-values.ts';
import { requireDatabaseUrl, storageSettings } from './storage-settings.ts';

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/**
 * All settings, in the order in which they are documented. `--help`, `--print-config` and docs/configuration.md are
 * generated from this. Defaults are written as they would be in the environment.
 */
const settings = z.object({
  PAWPRINT_PORT: wholeNumber(0, 65_535).prefault('9000').meta({
    description: 'TCP port the server listens on. 0 takes any free port and prints which.',
    expected: 'a whole number from 0 to 65535',
  }),
  PAWPRINT_HOST: z.union([z.ipv4(), z.ipv6(), z.hostname()]).prefault('127.0.0.1').meta({
    description:
      'Address the server listens on. 0.0.0.0 opens it to the network: put a TLS proxy in front of it.',
    expected: 'an IP address or a host name',
  }),
  PAWPRINT_PUBLIC_URL: webAddress.optional().meta({
    description:
      'Address under which people and extractors reach the server, where that is not the one it listens on. ' +
      'Unset: http:// with the host and port above.',
    expected: 'an http or https address without a path, such as https://pawprint.example.org',
  }),
  PAWPRINT_CONTENT_URL: webAddress.optional().meta({
    description:
      'Another address of the same server, at which browsers show files, previews and thumbnails: cookies of the first ' +
      'are not sent there. See docs/security.md. Unset: they are shown at the address above, in a sandbox.',
    expected: 'an http or https address without a path, of another host name than the address above',
  }),
  PAWPRINT_TRUSTED_PROXIES: proxies.optional().meta({
    description:
      'Proxies whose X-Forwarded-For, -Host and -Proto headers count, separated by commas. Anybody can send such headers: ' +
      'name only proxies that overwrite them. Unset: the address that counts is the one that connects, which behind a ' +
      'proxy is the same for everybody.',
    expected: 'addresses and ranges such as 127.0.0.1,10.0.0.0/8',
  }),
  ...storageSettings,
  ...rabbitmqSettings,
  PAWPRINT_ADMIN_EMAIL: z.email().prefault('admin@pawprint.local').meta({
    description: 'Log-in name of the first administrator. Read at the first start only.',
    expected: 'an e-mail address',
  }),
  PAWPRINT_ADMIN_PASSWORD: z.string().min(8).max(128).optional().meta({
    description:
      'Password of the first administrator. Read at the first start only; unset, one is made up and printed once.',
    expected: '8 to 128 characters long',
    secret: true,
  }),
  PAWPRINT_ADMIN_KEY: z
    .string()
    .regex(/^[\x21-\x7e]{1,256}$/)
    .optional()
    .meta({
      description:
        'API key of the first administrator, for unattended installs; make it long and random. ' +
        'Read at the first start only; unset, there is none until one is made in the browser.',
      expected: 'up to 256 letters, digits and signs without spaces',
      secret: true,
    }),
  ...oidcSettings,
  PAWPRINT_SAMPLE_EXTRACTORS: onOff.prefault('on').meta({
    description: 'Whether the server starts and supervises the sample extractors it comes with.',
    expected: 'on or off',
  }),
  PAWPRINT_AUTO_ENABLE_EXTRACTORS: onOff.prefault('on').meta({
    description:
      'Whether an extractor that is seen for the first time gets jobs at once; off, it waits for an operator.',
    expected: 'on or off',
  }),
  PAWPRINT_APPROVE_CHANGES: onOff.prefault('off').meta({
    description:
      'Whether an operator has to approve what an extractor announces anew: other triggers, parameters or another queue. ' +
      'Until then what was approved stays in effect. Off, it takes effect at once, and is listed for operators.',
    expected: 'on or off',
  }),
  PAWPRINT_ALLOW_PUBLIC: onOff.prefault('on').meta({
    description:
      'Whether datasets can be made public. People who are not signed in see nothing but those; off, they see nothing.',
    expected: 'on or off',
  }),
  PAWPRINT_ALLOW_REGISTRATION: onOff.prefault('off').meta({
    description:
      'Whether people can make themselves an account. With a mail server, they get a link to the address that they give; ' +
      'without one, any address is believed, and the account works at once.',
    expected: 'on or off',
  }),
  PAWPRINT_SMTP_URL: z
    .url({ protocol: /^smtps?$/ })
    .optional()
    .meta({
      description:
        'Mail server for invitations and new passwords. With a password in it, a connection without TLS is refused, ' +
        'except to this machine. Unset: administrators pass links on themselves.',
      expected: 'an address like smtp://user:password@host:587 or smtps://user:password@host',
      secret: true,
    }),
  PAWPRINT_MAIL_FROM: mailFrom.optional().meta({
    description: 'Sender of the mails. Unset: pawprint at the host of the server’s address for people.',
    expected: 'an e-mail address, or a name and an address such as Pawprint <pawprint@example.org>',
  }),
  PAWPRINT_WEBHOOK_PRIVATE: onOff.prefault('off').meta({
    description:
      'Whether webhooks may lead to addresses of this machine and of private networks. Off, whoever can sign in cannot use ' +
      'the server to reach what only it can reach.',
    expected: 'on or off',
  }),
  PAWPRINT_MAX_HEARTBEAT_EXTRACTORS: wholeNumber(0, 100_000)
    .prefault('500')
    .meta({
      description:
        'How many extractors may be known by their heartbeats alone. Beyond it, new names wait until an administrator ' +
        'registers them: whoever can write to RabbitMQ can use any name.',
      expected: 'a whole number from 0 to 100000',
    }),
  PAWPRINT_MAX_CHAIN: wholeNumber(0, 1_000)
    .prefault('8')
    .meta({
      description:
        'How many jobs may follow the first one where each is set off by what the one before it wrote. Beyond it, and at ' +
        'the fourth job of one extractor in such a chain, jobs are recorded as stopped.',
      expected: 'a whole number from 0 to 1000',
    }),
  PAWPRINT_MAX_OPERATION_JOBS_WAITING: wholeNumber(1, 1_000_000)
    .prefault('2000')
    .meta({
      description:
        'While so many jobs that operations (resubmitting many, running what is missing) have submitted wait for an ' +
        'extractor, operations submit no more for it.',
      expected: 'a whole number from 1 to 1000000',
    }),
  PAWPRINT_MAX_UPLOAD_BYTES: wholeNumber(1, Number.MAX_SAFE_INTEGER).prefault('107374182400').meta({
    description: 'Size in bytes of the largest file taken. The default is 100 GiB.',
    expected: 'a whole number of bytes, at least 1',
  }),
  ...limitSettings,
  PAWPRINT_LEASE_SECONDS: wholeNumber(5, 86_400).prefault('60').meta({
    description:
      'Seconds an extractor on the HTTP lane may keep silent about a job before the attempt counts as lost.',
    expected: 'a whole number from 5 to 86400',
  }),
  PAWPRINT_MAX_ATTEMPTS: wholeNumber(1, 1_000).prefault('10').meta({
    description: 'How often a job is tried before it counts as lost.',
    expected: 'a whole number from 1 to 1000',
  }),
  PAWPRINT_JOB_CREDENTIAL_DAYS: wholeNumber(1, 36_500)
    .prefault('90')
    .meta({
      description:
        "Days for which the key in a job's message can be used. A message may come again long after its job has ended, " +
        'for example from an error queue.',
      expected: 'a whole number from 1 to 36500',
    }),
  PAWPRINT_STALLED_SECONDS: wholeNumber(1, 31_536_000)
    .prefault('900')
    .meta({
      description:
        'Seconds without a report after which a job is marked as stalled, unless its extractor is usually slower: then ' +
        'three times the time within which 99 % of its reports follow one another.',
      expected: 'a whole number from 1 to 31536000',
    }),
  PAWPRINT_LOST_SECONDS: wholeNumber(1, 31_536_000).prefault('86400').meta({
    description:
      'Seconds without a report after which a running job is given up as lost. Any report of it takes that back.',
    expected: 'a whole number from 1 to 31536000',
  }),
  PAWPRINT_QUARANTINE_DAYS: wholeNumber(1, 36_500).prefault('90').meta({
    description:
      'Days for which a message from RabbitMQ that cannot be used is kept in quarantine after it last came.',
    expected: 'a whole number from 1 to 36500',
  }),
  PAWPRINT_LOG_LEVEL: z
    .enum(LOG_LEVELS)
    .prefault('info')
    .meta({
      description: 'How much the server logs.',
      expected: `one of ${LOG_LEVELS.join(', ')}`,
    }),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .meta({
      description:
        'Where traces of requests and jobs are sent, by OTLP over HTTP; see docs/operations.md. Unset: nothing is traced.',
      expected: 'an address like http://collector:4318',
    }),
});

export const settingsSchema = settings
  .superRefine(requireIssuerAndClient)
  .superRefine(requireBucket)
  .superRefine(requireDatabaseUrl)
  .superRefine(requireTlsForFiles);

const names = settings.keyof().options;
export type SettingName = (typeof names)[number];

/** One setting as people read about it. */
export interface SettingDescription {
  readonly name: SettingName;
  readonly description: string;
  readonly expected: string;
  readonly secret: boolean;
  /** As it would be written in the environment; undefined where unset is a choice of its own. */
  readonly default: string | undefined;
}

export const SETTINGS: readonly SettingDescription[] = names.map((name) => {
  const schema: z.ZodType = settings.shape[name];
  const { description = '', expected = '', secret = false } = schema.meta() ?? {};
  const fallback = schema instanceof z.ZodPrefault ? String(schema.def.defaultValue) : undefined;
  return { name, description, expected, secret, default: fallback };
});
