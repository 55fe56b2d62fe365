import { fileURLToPath } from 'node:url';
import { type Logger, pino } from 'pino';
import { ensureFirstAdmin, type FirstAdmin } from './access/first-admin.ts';
import { ensureExtractorUser } from './access/users.ts';
import type { Config } from './config/config.ts';
import { buildApp } from './http/app.ts';
import { handlersOf } from './launch/handlers.ts';
import { closeApp, listen } from './launch/listen.ts';
import { openOperations, openParts, openUpkeep, type Parts } from './launch/open-parts.ts';
import { packageVersion as version } from './launch/package-version.ts';
import {
  type SampleExtractors,
  startSampleExtractors,
} from './launch/sample-extractors/start-sample-extractors.ts';
import { createShutdown, type Shutdown } from './launch/shutdown.ts';
import { explainStartFailure } from './launch/start-error.ts';
import { readExtractors } from './store/extractors/extractors.ts';
import { startServerRun } from './upkeep/server-run.ts';

export interface StartOptions {
  /** Default: nothing is logged. */
  readonly log?: Logger;
  /** The folder with the built web app. Default: the one beside this package. */
  readonly webRoot?: string;
}

export interface RunningServer {
  /** Its address for programs on this machine, e.g. `http://127.0.0.1:9000`. */
  readonly url: string;
  /** Its address for people and extractors. */
  readonly publicUrl: string;
  /** The administrator that this very start has made; null from the second start on. */
  readonly firstAdmin: FirstAdmin | null;
  /** Resolves when the sample extractors are registered, which is the last that `/api/ready` waits for at a start. */
  readonly samplesRegistered: Promise<void>;
  /** Gives back running jobs, ends long polls and streams, closes everything. May be called again; resolves when all is done. */
  stop(): Promise<void>;
}

/**
 * Opens the database, wires the parts, listens, makes the first administrator, starts the sample extractors. Whatever
 * fails on the way closes what was opened before: rejects with `StartError` or `EmbeddedPostgresError` where the
 * operator can do something about it.
 */
export const startServer = async (config: Config, options: StartOptions = {}): Promise<RunningServer> => {
  const { log = pino({ level: 'silent' }), webRoot = WEB_ROOT } = options;
  const shutdown = createShutdown(log);
  try {
    const opened = await open(config, { log, webRoot }, shutdown);
    return { ...opened, stop: () => shutdown.run() };
  } catch (error) {
    await shutdown.run();
    throw explainStartFailure(error, config);
  }
};

const WEB_ROOT = fileURLToPath(new URL('../../web/dist', import.meta.url));

const open = async (
  config: Config,
  { log, webRoot }: Required<StartOptions>,
  shutdown: Shutdown,
): Promise<Omit<RunningServer, 'stop'>> => {
  const parts = await openParts(config, shutdown, log);
  await openUpkeep(parts, shutdown, log);
  const { access, address, live, jobs, started } = parts;
  shutdown.add('the record of refused passwords', () => access.refusedPasswords.stop());
  const app = await buildApp({
    ...config,
    handlers: handlersOf(parts, openOperations(parts, shutdown, log)),
    requests: parts.requests,
    metrics: parts.metrics,
    tracing: parts.tracing,
    authenticate: access.authenticate,
    findJobScope: access.findJobScope,
    now: jobs.now,
    callAuth: access.callAuth,
    publicUrl: address.publicUrl,
    contentLinks: access.contentLinks,
    webRoot,
    version,
    log,
  });
  shutdown.add('the HTTP server', () => closeApp(app, () => live.stop()));
  const url = await listen(app, config);
  address.publicUrl = config.publicUrl ?? url;
  const run = await startServerRun({
    ...jobs,
    countBacklog: parts.rabbitmq?.countBacklog ?? (async () => 0),
  });
  shutdown.add('the record of being up', () => run.stop());
  if (parts.rabbitmq !== null) shutdown.add('the dispatch of jobs', parts.rabbitmq.startDispatch());
  // After the port is open: a start that fails because of the port must not have created a password that is never shown.
  const firstAdmin = await ensureFirstAdmin(jobs, config.firstAdmin);
  started.firstAdmin = true;
  const samples = config.sampleExtractors ? await startSamples(parts, url, log) : null;
  if (samples !== null) shutdown.add('the sample extractors', () => samples.stop());
  started.samples = samples;
  const samplesRegistered = samples?.registered ?? Promise.resolve();
  return { url, publicUrl: address.publicUrl, firstAdmin, samplesRegistered };
};

const startSamples = async (
  { access, jobs: { db } }: Parts,
  url: string,
  log: Logger,
): Promise<SampleExtractors> => {
  const key = access.issueProcessKey(await ensureExtractorUser(db));
  const readRegistered = async () =>
    (await readExtractors(db, { grant: { of: 'all' } })).map(({ name }) => name);
  return startSampleExtractors({ url, key, readRegistered, log });
};
