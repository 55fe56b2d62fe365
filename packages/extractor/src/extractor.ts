import { v7 as uuid } from 'uuid';
import { concurrencyOf, type ExtractorDefinition, registrationOf } from './definition.ts';
import { runInstance } from './instance/run-instance.ts';
import { type InstanceLog, stderrLog } from './instance-log.ts';
import { createHttpLane } from './lanes/http/http-lane.ts';
import type { Instance, Lane } from './lanes/lane.ts';
import { createRabbitLane } from './lanes/rabbitmq/rabbit-lane.ts';
import { runPulledJob } from './run-pulled-job.ts';
import { type LaneSettings, type RunOptions, resolveSettings } from './settings.ts';
import { watchForStop } from './shutdown.ts';
import { TIMINGS, type Timings } from './timings.ts';

export interface Extractor {
  /**
   * Registers with the server and works on its jobs until it is stopped. An unreachable server is waited for, at the
   * start and at any time after; running jobs go on, and their reports are delivered when it is back.
   *
   * At SIGTERM, SIGINT or `stop()` it starts no more jobs, lets the running ones finish within the grace period, gives
   * the others back for another instance, sends a last heartbeat and resolves.
   *
   * With `PAWPRINT_JOB_FOLDER` in the environment it calls no server, but runs the one job that `pawprint job pull` has
   * fetched into that folder, and the process ends with 1 if the job fails.
   *
   * Rejects when an option is wrong, when the server refuses the registration or later a claim (a wrong or withdrawn
   * key), and when it runs already.
   */
  readonly run: (options?: RunOptions) => Promise<void>;
  /** Stops as SIGTERM does; resolves when `run` has ended. Does nothing when it does not run. */
  readonly stop: () => Promise<void>;
}

interface Running {
  readonly stopping: AbortController;
  readonly ended: Promise<void>;
}

const runUntil = async (
  defined: ExtractorDefinition,
  options: RunOptions,
  stopping: AbortController,
): Promise<void> => {
  const { lane: settings, notice, ...times } = resolveSettings(options, process.env);
  const definition = namedFor(settings, defined);
  const log = options.log ?? stderrLog(definition.name);
  if (notice) log.info(notice);
  const stop = (why: string) => {
    log.info(`stopping: ${why}.`);
    stopping.abort(new Error(why));
  };
  const instance = { id: uuid(), extractor: definition.name, version: definition.version };
  const ports = { log, timings: { ...TIMINGS, ...times } };
  const lane = createLane(ports, settings, definition, instance);
  const supervised = process.env['PAWPRINT_SUPERVISED'] === '1';
  const watch = options.handleSignals === false ? undefined : watchForStop({ process, supervised, stop });
  try {
    await runInstance({ ...ports, lane, stopping: stopping.signal }, definition, instance);
  } finally {
    watch?.release();
  }
};

/**
 * Makes an extractor of a handler. Throws when the definition is wrong (see {@link ExtractorDefinition}).
 *
 * @example
 * const extractor = createExtractor({
 *   name: 'acme.line-count',
 *   version: '1.0.0',
 *   process: { file: ['text/*'] },
 *   async handle(job, ctx) {
 *     let lines = 0;
 *     for await (const chunk of ctx.input.stream()) lines += chunk.toString('latin1').split('\n').length - 1;
 *     await ctx.uploadMetadata({ lines });
 *     return succeed(`${lines} lines`);
 *   },
 * });
 * await extractor.run(); // PAWPRINT_URL and PAWPRINT_KEY, or RABBITMQ_URI, say where
 */
export const createExtractor = (definition: ExtractorDefinition): Extractor => {
  registrationOf(definition);
  concurrencyOf(definition);
  let running: Running | undefined;
  return {
    async run(options = {}) {
      if (running) throw new Error(`The extractor “${definition.name}” runs already.`);
      const pulled = process.env['PAWPRINT_JOB_FOLDER'];
      if (pulled) return runAlone(definition, pulled);
      const stopping = new AbortController();
      running = { stopping, ended: runUntil(definition, options, stopping) };
      await running.ended.finally(() => {
        running = undefined;
      });
    },
    async stop() {
      running?.stopping.abort(new Error('stop() was called'));
      await running?.ended.catch(() => undefined);
    },
  };
};

const runAlone = async (definition: ExtractorDefinition, folder: string): Promise<void> => {
  const isDone = await runPulledJob(definition, folder, (line) => void process.stdout.write(`${line}\n`));
  if (!isDone) process.exitCode = 1;
};

interface LanePorts {
  readonly log: InstanceLog;
  readonly timings: Timings;
}

const createLane = (
  ports: LanePorts,
  settings: LaneSettings,
  definition: ExtractorDefinition,
  instance: Instance,
): Lane =>
  settings.kind === 'http'
    ? createHttpLane({ ...ports, url: settings.url, key: settings.key }, definition, instance)
    : createRabbitLane({ ...ports, settings }, definition, instance);

/** What the extractor is called: with a queue of another name, by that, as pyClowder does. */
const namedFor = (settings: LaneSettings, definition: ExtractorDefinition): ExtractorDefinition =>
  settings.kind === 'rabbitmq' && settings.queue !== undefined
    ? { ...definition, name: settings.queue }
    : definition;
