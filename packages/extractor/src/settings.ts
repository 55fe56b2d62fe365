import type { InstanceLog } from './instance-log.ts';

/** How an extractor is run. What is not given is taken from the environment, then from the defaults. */
export interface RunOptions {
  /** The server's address. Default: `PAWPRINT_URL`, else `http://127.0.0.1:9000`. */
  readonly url?: string;
  /** API key to register and to take jobs with. Default: `PAWPRINT_KEY`, else none. */
  readonly key?: string;
  /** Seconds between two heartbeats, 1 to 3600. Default: 15. */
  readonly heartbeatSeconds?: number;
  /** Seconds that running jobs get to finish when the instance is asked to stop, 0 to 3600. Default: 10. */
  readonly graceSeconds?: number;
  /** Where the instance says what happens to itself. Default: lines on stderr. */
  readonly log?: InstanceLog;
  /** Whether SIGTERM and SIGINT stop the instance. Default: true. */
  readonly handleSignals?: boolean;
}

export interface Settings {
  readonly url: string;
  readonly key: string | undefined;
  readonly heartbeatMs: number;
  readonly graceMs: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

const addressOf = (text: string): string => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return text.replace(/\/+$/, '');
  throw new TypeError(
    `PAWPRINT_URL (or the option url) is “${text}”; expected is an address like http://127.0.0.1:9000.`,
  );
};

const milliseconds = (name: string, seconds: number, least: number): number => {
  if (seconds >= least && seconds <= 3600) return seconds * 1000;
  throw new RangeError(`The option ${name} is ${seconds}; expected are ${least} to 3600 seconds.`);
};

/** Throws with the setting's name, its value and what is expected. An empty variable counts as none. */
export const resolveSettings = (options: RunOptions, env: Environment): Settings => ({
  url: addressOf(options.url ?? (env['PAWPRINT_URL'] || 'http://127.0.0.1:9000')),
  key: options.key ?? (env['PAWPRINT_KEY'] || undefined),
  heartbeatMs: milliseconds('heartbeatSeconds', options.heartbeatSeconds ?? 15, 1),
  graceMs: milliseconds('graceSeconds', options.graceSeconds ?? 10, 0),
});
