import type { InstanceLog } from '../instance-log.ts';
import type { RabbitOptions } from '../lanes/rabbitmq/rabbit-settings.ts';
import { type Environment, variable } from './environment.ts';
import { type LaneSettings, resolveLane } from './lane-settings.ts';
import { seconds } from './numbers.ts';

/**
 * How an extractor is run. What is not given is taken from the environment, then from the defaults. `url` (HTTP) and
 * `rabbitmq.uri` exclude each other; of the variables, `PAWPRINT_URL` wins over `RABBITMQ_URI`.
 */
export interface RunOptions {
  /** The server's address. Default: `PAWPRINT_URL`, else `http://127.0.0.1:9000`. */
  readonly url?: string;
  /** API key to register and to take jobs with. Default: `PAWPRINT_KEY`, else none. */
  readonly key?: string;
  /** Work by RabbitMQ, for Pawprint and Clowder v1 alike. Default: pyClowder's variables. */
  readonly rabbitmq?: RabbitOptions;
  /** Seconds between two heartbeats, 1 to 3600. Default: 15; by RabbitMQ `HEARTBEAT`, else 300. */
  readonly heartbeatSeconds?: number;
  /** Seconds that running jobs get to finish when the instance is asked to stop, 0 to 3600. Default: 10. */
  readonly graceSeconds?: number;
  /** Where the instance says what happens to itself. Default: lines on stderr. */
  readonly log?: InstanceLog;
  /** Whether SIGTERM and SIGINT stop the instance. Default: true. */
  readonly handleSignals?: boolean;
}

export interface Settings {
  readonly lane: LaneSettings;
  readonly heartbeatMs: number;
  readonly graceMs: number;
  /** What somebody who looks for its effect should know; undefined where there is nothing to say. */
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
