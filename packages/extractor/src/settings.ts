import type { BrokerAddress, TlsFiles } from '@pawprint/amqp';
import { parseBrokerUris } from '@pawprint/protocol';
import type { InstanceLog } from './instance-log.ts';

/**
 * How an extractor is run. Options that are left out come from the environment, then from the defaults. `url` (HTTP) and
 * `rabbitmq.uri` exclude each other; of the variables, `PAWPRINT_URL` wins over `RABBITMQ_URI`.
 */
export interface RunOptions {
  /** The server's address. Default: `PAWPRINT_URL`, else `http://127.0.0.1:9000`. */
  readonly url?: string;
  /** API key to register and to claim jobs with. Default: `PAWPRINT_KEY`, else none. */
  readonly key?: string;
  /** Gets jobs over RabbitMQ, from Pawprint or Clowder v1. Default: pyClowder's variables. */
  readonly rabbitmq?: RabbitOptions;
  /** Seconds between two heartbeats, 1 to 3600. Default: 15; by RabbitMQ `HEARTBEAT`, else 300. */
  readonly heartbeatSeconds?: number;
  /** Seconds that running jobs get to finish when the instance is asked to stop, 0 to 3600. Default: 10. */
  readonly graceSeconds?: number;
  /** Where the instance logs what happens to it. Default: lines on stderr. */
  readonly log?: InstanceLog;
  /** Whether SIGTERM and SIGINT stop the instance. Default: true. */
  readonly handleSignals?: boolean;
}

interface Settings {
  readonly lane: LaneSettings;
  readonly heartbeatMs: number;
  readonly graceMs: number;
  /** Names a variable that is set and not used; undefined where there is none. */
  readonly notice: string | undefined;
}

const HTTP_HEARTBEAT_S = 15;
/** PyClowder's. */
const RABBIT_HEARTBEAT_S = 300;

const heartbeatSeconds = (
  { heartbeatSeconds: given }: RunOptions,
  lane: LaneSettings,
  env: Environment,
): number => {
  if (given !== undefined) return seconds('The option heartbeatSeconds', given, 1);
  if (lane.kind === 'http') return HTTP_HEARTBEAT_S;
  return seconds('HEARTBEAT', Number(variable(env, 'HEARTBEAT') ?? RABBIT_HEARTBEAT_S), 1);
};

/** Throws with the setting's name, its value and what is expected. An empty variable counts as none. */
export const resolveSettings = (options: RunOptions, env: Environment): Settings => {
  const lane = resolveLane(options, env);
  const unused =
    lane.kind === 'http' && options.url === undefined && variable(env, 'RABBITMQ_URI') !== undefined;
  return {
    lane,
    heartbeatMs: heartbeatSeconds(options, lane, env) * 1000,
    graceMs: seconds('The option graceSeconds', options.graceSeconds ?? 10, 0) * 1000,
    notice: unused ? 'PAWPRINT_URL is set, so RABBITMQ_URI is not used.' : undefined,
  };
};

export type LaneSettings = HttpSettings | RabbitSettings;

/** The options that decide by which lane an instance works. */
interface LaneOptions {
  readonly url?: string;
  readonly key?: string;
  readonly rabbitmq?: RabbitOptions;
}

const DEFAULT_URL = 'http://127.0.0.1:9000';
/** PyClowder's. */
const MOST_RETRIES = 10;

const httpSettings = ({ url, key }: LaneOptions, env: Environment): HttpSettings => ({
  kind: 'http',
  url: httpAddress('PAWPRINT_URL (or the option url)', url ?? variable(env, 'PAWPRINT_URL') ?? DEFAULT_URL),
  key: key ?? variable(env, 'PAWPRINT_KEY'),
});

const ownerOf = (options: RabbitOptions, env: Environment): Owner | undefined => {
  const key = options.extractorKey ?? variable(env, 'EXTRACTOR_KEY');
  const email = options.ownerEmail ?? variable(env, 'CLOWDER_EMAIL');
  if (key === undefined) return undefined;
  if (email !== undefined) return { key, email };
  throw new TypeError('EXTRACTOR_KEY makes the extractor private, so CLOWDER_EMAIL must name its owner.');
};

const rabbitSettings = (uri: string, options: RabbitOptions, env: Environment): RabbitSettings => {
  const clowderUrl = options.clowderUrl ?? variable(env, 'CLOWDER_URL');
  const maxRetries = options.maxRetries ?? Number(variable(env, 'MAX_RETRY') ?? MOST_RETRIES);
  return {
    kind: 'rabbitmq',
    broker: brokerAddress(uri, options, env),
    queue: options.queue ?? variable(env, 'RABBITMQ_QUEUE'),
    clowderUrl: clowderUrl && httpAddress('CLOWDER_URL (or the option rabbitmq.clowderUrl)', clowderUrl),
    owner: ownerOf(options, env),
    maxRetries: count('MAX_RETRY (or the option rabbitmq.maxRetries)', maxRetries),
  };
};

/**
 * One instance works by one lane. An option beats a variable; of the variables PAWPRINT_URL beats RABBITMQ_URI, since it
 * is set for extractors like this one only, while the other may be there for the server or for pyClowder.
 */
const resolveLane = (options: LaneOptions, env: Environment): LaneSettings => {
  const { url, rabbitmq = {} } = options;
  if (url !== undefined && rabbitmq.uri !== undefined)
    throw new TypeError(
      'The options url and rabbitmq.uri exclude each other: an instance works by one lane.',
    );
  const uri = rabbitmq.uri ?? variable(env, 'RABBITMQ_URI');
  const byHttp =
    url !== undefined || (rabbitmq.uri === undefined && variable(env, 'PAWPRINT_URL') !== undefined);
  return byHttp || uri === undefined ? httpSettings(options, env) : rabbitSettings(uri, rabbitmq, env);
};

interface HttpSettings {
  readonly kind: 'http';
  readonly url: string;
  /** API key of the instance; undefined where the server asks for none. */
  readonly key: string | undefined;
}

/** How the RabbitMQ lane is run; every field has pyClowder's variable behind it. */
export interface RabbitOptions {
  /**
   * Address of the broker, e.g. `amqp://user:password@broker/%2f`; of a cluster those of its nodes, separated by commas.
   * Default: `RABBITMQ_URI`.
   */
  readonly uri?: string;
  /** PEM files for an address with `amqps:`. Default: `RABBITMQ_CA`, `RABBITMQ_CERT` and `RABBITMQ_KEY`. */
  readonly tls?: TlsFiles;
  /** Queue to take jobs from; the extractor then calls itself by it. Default: `RABBITMQ_QUEUE`, else its name. */
  readonly queue?: string;
  /** Where the server is, in place of the address that each message names. Default: `CLOWDER_URL`, else none. */
  readonly clowderUrl?: string;
  /** Key of a private extractor. Default: `EXTRACTOR_KEY`, else none: everybody may use it. */
  readonly extractorKey?: string;
  /** E-mail of a private extractor's owner. Default: `CLOWDER_EMAIL`. */
  readonly ownerEmail?: string;
  /** How often a job is put back by `retryLater` before it fails. Default: `MAX_RETRY`, else 10. */
  readonly maxRetries?: number;
}

/** Whom a private extractor belongs to. */
interface Owner {
  readonly key: string;
  readonly email: string;
}

export interface RabbitSettings {
  readonly kind: 'rabbitmq';
  readonly broker: BrokerAddress;
  readonly queue: string | undefined;
  readonly clowderUrl: string | undefined;
  readonly owner: Owner | undefined;
  readonly maxRetries: number;
}

const parsed = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined);

/** A server's address without its last slash. Throws a TypeError that names the setting. */
const httpAddress = (setting: string, text: string): string => {
  const protocol = parsed(text)?.protocol;
  if (protocol === 'http:' || protocol === 'https:') return text.replace(/\/+$/, '');
  throw new TypeError(`${setting} is “${text}”; expected is an address like http://127.0.0.1:9000.`);
};

/** The error does not repeat a broker's address, since there is a password in it. */
const brokerAddress = (text: string, { tls }: RabbitOptions, env: Environment): BrokerAddress => {
  const uris = parseBrokerUris(text);
  if (uris === undefined)
    throw new TypeError(
      'RABBITMQ_URI (or the option rabbitmq.uri) is no address like amqp://user:password@broker:5672/%2f, ' +
        'or several of one virtual host, separated by commas.',
    );
  const files = tls ?? {
    ca: variable(env, 'RABBITMQ_CA'),
    cert: variable(env, 'RABBITMQ_CERT'),
    key: variable(env, 'RABBITMQ_KEY'),
  };
  if ((files.cert === undefined) !== (files.key === undefined))
    throw new TypeError('RABBITMQ_CERT and RABBITMQ_KEY (or the options rabbitmq.tls) belong together.');
  return { uris, tls: files };
};

/** Throws a RangeError with the setting's name, its value and what is expected. */
const seconds = (setting: string, value: number, least: number): number => {
  if (value >= least && value <= 3600) return value;
  throw new RangeError(`${setting} is ${value}; expected are ${least} to 3600 seconds.`);
};

const count = (setting: string, value: number): number => {
  if (Number.isInteger(value) && value >= 0) return value;
  throw new RangeError(`${setting} is ${value}; expected is a whole number, 0 or more.`);
};

/** Variables by name. */
type Environment = Readonly<Record<string, string | undefined>>;

/** An empty variable counts as none. */
const variable = (env: Environment, name: string): string | undefined => env[name] || undefined;
