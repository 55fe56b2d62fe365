import type { BrokerAddress } from '@pawprint/amqp';
import { redactKeys } from '@pawprint/core';
import type { z } from 'zod';
import type { PresignSettings, S3Location } from './blobs-setting.ts';
import { SETTINGS, type SettingName, settingsSchema } from './settings.ts';

/** Environment variables, as `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Origin without a trailing slash. Undefined: `listeningUrl` of the address on which the server listens. */
  readonly publicUrl: string | undefined;
  /** Origin without a trailing slash. Undefined: what people uploaded has no origin of its own. */
  readonly contentUrl: string | undefined;
  /** Addresses, and ranges as 10.0.0.0/8. */
  readonly trustedProxies: readonly string[];
  /** As written: relative to the working directory. */
  readonly dataDir: string;
  /** Undefined: in the data directory. */
  readonly blobs: S3Location | undefined;
  /** Undefined: all downloads pass through the server. */
  readonly presign: PresignSettings | undefined;
  /** Undefined: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** The same database without a connection pooler. Undefined: `databaseUrl` leads to PostgreSQL itself. */
  readonly databaseDirectUrl: string | undefined;
  /** So many whole months of events stay in the database. Undefined: all. */
  readonly keepEventsMonths: number | undefined;
  /** Undefined: there is no RabbitMQ lane. */
  readonly rabbitmq: BrokerAddress | undefined;
  /** Undefined: bindings in the broker are not read. */
  readonly rabbitmqManagementUrl: string | undefined;
  /** Undefined: computed from the number of live instances. */
  readonly dispatchWindow: number | undefined;
  readonly firstAdmin: {
    readonly email: string;
    /** Undefined: the server generates one and prints it once. */
    readonly password: string | undefined;
    /** Undefined: no key is created. */
    readonly key: string | undefined;
  };
  /** Undefined: people sign in with passwords alone. */
  readonly oidc: OidcSettings | undefined;
  readonly sampleExtractors: boolean;
  readonly autoEnableExtractors: boolean;
  readonly approveChanges: boolean;
  readonly maxHeartbeatExtractors: number;
  readonly maxChain: number;
  readonly maxOperationJobsWaiting: number;
  readonly allowPublic: boolean;
  readonly allowRegistration: boolean;
  /** Undefined: no mail is sent. */
  readonly smtpUrl: string | undefined;
  /** Undefined: `pawprint` at the host of the public URL. */
  readonly mailFrom: string | undefined;
  /** Whether webhooks may lead to this machine and to private networks. */
  readonly allowPrivateWebhooks: boolean;
  readonly maxUploadBytes: number;
  /** Of requests under way. */
  readonly limits: Readonly<Record<'bodies' | 'streams' | 'archives' | 'claims', RequestLimit>>;
  readonly leaseSeconds: number;
  readonly maxAttempts: number;
  readonly jobCredentialDays: number;
  readonly stalledSeconds: number;
  readonly lostSeconds: number;
  readonly quarantineDays: number;
  /** Where traces are sent by OTLP over HTTP. */
  readonly otlpEndpoint: string | undefined;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';
}

/** The identity provider at which people can sign in instead of with a password. */
export interface OidcSettings {
  /** Without a slash at its end. */
  readonly issuer: string;
  readonly clientId: string;
  /** Undefined: a public client, whose codes are protected by PKCE alone. */
  readonly clientSecret: string | undefined;
  /** As people know it: `Example University`. */
  readonly name: string;
  readonly scopes: readonly string[];
  /** Whether everybody who has an account there gets one here. */
  readonly registration: boolean;
}

export interface RequestLimit {
  readonly inAll: number;
  readonly perCaller: number;
}

export interface ConfigProblem {
  readonly name: SettingName;
  /** As written; `hidden` if it is a secret. */
  readonly value: string;
  readonly expected: string;
}

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** The configuration that the environment sets, or all its problems. An empty value counts as unset. */
export function resolveConfig(env: Environment): ConfigResult {
  const given = Object.fromEntries(SETTINGS.map(({ name }) => [name, env[name] || undefined]));
  const parsed = settingsSchema.safeParse(given);
  const config = parsed.success ? toConfig(parsed.data) : undefined;
  if (config && !sharesCookies(config)) return { ok: true, config };
  const wrong = new Set(parsed.error?.issues.map(({ path }) => path[0]) ?? ['PAWPRINT_CONTENT_URL']);
  const problems = SETTINGS.filter(({ name }) => wrong.has(name)).map(({ name, expected, secret }) => ({
    name,
    value: secret ? 'hidden' : redactKeys(given[name] ?? ''),
    expected,
  }));
  return { ok: false, problems };
}

/** Cookies are sent to every port of a host. */
function sharesCookies({ contentUrl, publicUrl, host, port }: Config): boolean {
  if (contentUrl === undefined) return false;
  return new URL(contentUrl).hostname === new URL(publicUrl ?? listeningUrl(host, port)).hostname;
}

function toConfig(settings: z.output<typeof settingsSchema>): Config {
  return {
    port: settings.PAWPRINT_PORT,
    host: settings.PAWPRINT_HOST,
    publicUrl: settings.PAWPRINT_PUBLIC_URL,
    contentUrl: settings.PAWPRINT_CONTENT_URL,
    trustedProxies: settings.PAWPRINT_TRUSTED_PROXIES ?? [],
    dataDir: settings.PAWPRINT_DATA_DIR,
    blobs: settings.PAWPRINT_BLOBS,
    presign: settings.PAWPRINT_BLOBS_PRESIGN,
    databaseUrl: settings.DATABASE_URL,
    databaseDirectUrl: settings.PAWPRINT_DATABASE_DIRECT_URL,
    keepEventsMonths: settings.PAWPRINT_EVENTS_KEEP,
    rabbitmq: toBrokerAddress(settings),
    rabbitmqManagementUrl: settings.RABBITMQ_MANAGEMENT_URL,
    dispatchWindow: settings.PAWPRINT_DISPATCH_WINDOW,
    firstAdmin: {
      email: settings.PAWPRINT_ADMIN_EMAIL,
      password: settings.PAWPRINT_ADMIN_PASSWORD,
      key: settings.PAWPRINT_ADMIN_KEY,
    },
    oidc: toOidc(settings),
    sampleExtractors: settings.PAWPRINT_SAMPLE_EXTRACTORS,
    autoEnableExtractors: settings.PAWPRINT_AUTO_ENABLE_EXTRACTORS,
    approveChanges: settings.PAWPRINT_APPROVE_CHANGES,
    maxHeartbeatExtractors: settings.PAWPRINT_MAX_HEARTBEAT_EXTRACTORS,
    maxChain: settings.PAWPRINT_MAX_CHAIN,
    maxOperationJobsWaiting: settings.PAWPRINT_MAX_OPERATION_JOBS_WAITING,
    allowPublic: settings.PAWPRINT_ALLOW_PUBLIC,
    allowRegistration: settings.PAWPRINT_ALLOW_REGISTRATION,
    smtpUrl: settings.PAWPRINT_SMTP_URL,
    mailFrom: settings.PAWPRINT_MAIL_FROM,
    allowPrivateWebhooks: settings.PAWPRINT_WEBHOOK_PRIVATE,
    maxUploadBytes: settings.PAWPRINT_MAX_UPLOAD_BYTES,
    limits: {
      bodies: { inAll: settings.PAWPRINT_MAX_BODIES, perCaller: settings.PAWPRINT_MAX_BODIES_PER_CALLER },
      streams: { inAll: settings.PAWPRINT_MAX_STREAMS, perCaller: settings.PAWPRINT_MAX_STREAMS_PER_CALLER },
      archives: {
        inAll: settings.PAWPRINT_MAX_ARCHIVES,
        perCaller: settings.PAWPRINT_MAX_ARCHIVES_PER_CALLER,
      },
      claims: { inAll: settings.PAWPRINT_MAX_CLAIMS, perCaller: settings.PAWPRINT_MAX_CLAIMS_PER_CALLER },
    },
    leaseSeconds: settings.PAWPRINT_LEASE_SECONDS,
    maxAttempts: settings.PAWPRINT_MAX_ATTEMPTS,
    jobCredentialDays: settings.PAWPRINT_JOB_CREDENTIAL_DAYS,
    stalledSeconds: settings.PAWPRINT_STALLED_SECONDS,
    lostSeconds: settings.PAWPRINT_LOST_SECONDS,
    quarantineDays: settings.PAWPRINT_QUARANTINE_DAYS,
    otlpEndpoint: settings.OTEL_EXPORTER_OTLP_ENDPOINT,
    logLevel: settings.PAWPRINT_LOG_LEVEL,
  };
}

function toBrokerAddress(settings: z.output<typeof settingsSchema>): BrokerAddress | undefined {
  const { RABBITMQ_URI: uris, RABBITMQ_CA: ca, RABBITMQ_CERT: cert, RABBITMQ_KEY: key } = settings;
  return uris && { uris, tls: { ca, cert, key } };
}

function toOidc(settings: z.output<typeof settingsSchema>): OidcSettings | undefined {
  const { PAWPRINT_OIDC_ISSUER: issuer, PAWPRINT_OIDC_CLIENT_ID: clientId } = settings;
  if (issuer === undefined || clientId === undefined) return undefined;
  return {
    issuer,
    clientId,
    clientSecret: settings.PAWPRINT_OIDC_CLIENT_SECRET,
    name: settings.PAWPRINT_OIDC_NAME ?? new URL(issuer).host,
    scopes: settings.PAWPRINT_OIDC_SCOPES,
    registration: settings.PAWPRINT_OIDC_REGISTRATION,
  };
}

export function problemSentence({ name, value, expected }: ConfigProblem): string {
  return `${name} is “${value}”; expected is ${expected}.`;
}

/** The URL at which this machine can call a server that listens on this address. */
export function listeningUrl(host: string, port: number): string {
  const everywhere = host === '0.0.0.0' || host === '::';
  const name = everywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
