import type { HttpSettings } from '../lanes/http/http-settings.ts';
import type { Owner, RabbitOptions, RabbitSettings } from '../lanes/rabbitmq/rabbit-settings.ts';
import { brokerAddress, httpAddress } from './addresses.ts';
import { type Environment, variable } from './environment.ts';
import { count } from './numbers.ts';

export type LaneSettings = HttpSettings | RabbitSettings;

/** What says by which lane an instance works. */
export interface LaneOptions {
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
  throw new TypeError(
    'EXTRACTOR_KEY makes the extractor private, and CLOWDER_EMAIL does not say whose it is.',
  );
};

const rabbitSettings = (uri: string, options: RabbitOptions, env: Environment): RabbitSettings => {
  const clowderUrl = options.clowderUrl ?? variable(env, 'CLOWDER_URL');
  const maxRetries = options.maxRetries ?? Number(variable(env, 'MAX_RETRY') ?? MOST_RETRIES);
  return {
    kind: 'rabbitmq',
    uri: brokerAddress('RABBITMQ_URI (or the option rabbitmq.uri)', uri),
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
export const resolveLane = (options: LaneOptions, env: Environment): LaneSettings => {
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
