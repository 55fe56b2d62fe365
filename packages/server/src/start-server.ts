import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { type Logger, pino } from 'pino';
import { type Access, createAccess } from './access/create-access.ts';
import { ensureFirstAdmin, type FirstAdmin } from './access/first-admin.ts';
import { ensureExtractorUser } from './access/users.ts';
import { type Config, listeningUrl } from './config/config.ts';
import type { BlobStore } from './datasets/blobs/blob-store.ts';
import { openDiskBlobStore } from './datasets/blobs/disk-blob-store.ts';
import { type BlobSweeper, createBlobSweeper } from './datasets/blobs/sweep-blobs.ts';
import type { DatasetPorts } from './datasets/ports.ts';
import { accessHandlers } from './http/accounts/account-handlers.ts';
import { buildApp } from './http/app.ts';
import { clowderHandlers } from './http/clowder-v1/clowder-handlers.ts';
import { datasetRouteHandlers } from './http/datasets/dataset-handlers.ts';
import { extractorHandlers } from './http/extractors/extractors.ts';
import { jobHandlers } from './http/jobs/jobs.ts';
import { quarantineHandlers } from './http/quarantine.ts';
import { serverHandlers } from './http/server.ts';
import { admitOutput } from './jobs/admit-output.ts';
import type { JobPorts } from './jobs/ports.ts';
import { createSubmitOnChange } from './jobs/submit/submit-on-change.ts';
import { type RabbitmqLane, startRabbitmqLane } from './lanes/rabbitmq/start-rabbitmq-lane.ts';
import { closeApp } from './launch/close-app.ts';
import { type Closing, createClosing } from './launch/closing.ts';
import { listen } from './launch/listen.ts';
import { openStore } from './launch/open-store.ts';
import { packageVersion } from './launch/package-version.ts';
import { startSampleExtractors } from './launch/sample-extractors/start-sample-extractors.ts';
import { type LiveJobs, startLive } from './live/live-jobs.ts';
import type { Check } from './model/readiness.ts';
import type { Database } from './store/database.ts';
import { startUpkeep } from './upkeep/upkeep.ts';

export interface StartOptions {
  /** Default: nothing is logged. */
  readonly log?: Logger;
  /** The folder with the built web app. Default: the one beside this package. */
  readonly webRoot?: string;
}

export interface RunningServer {
  /** Where it is reached from this machine, e.g. `http://127.0.0.1:9000`. */
  readonly url: string;
  /** Where people and extractors reach it. */
  readonly publicUrl: string;
  /** The administrator that this very start has made; null from the second start on. */
  readonly firstAdmin: FirstAdmin | null;
  /** Resolves when it cannot go on, though nobody stopped it. */
  readonly broken: Promise<void>;
  /** Gives back what runs, ends what waits, closes everything. May be called again; resolves when all is done. */
  stop(): Promise<void>;
}

/** What the parts are wired to. */
interface Parts {
  readonly config: Config;
  readonly tracking: JobPorts;
  readonly access: Access;
  readonly blobs: BlobStore;
  readonly sweeper: BlobSweeper;
  readonly live: LiveJobs;
  /** Null where no broker is configured. */
  readonly rabbitmq: RabbitmqLane | null;
  /** Where people reach the server: on port 0 known once it listens, which is before anybody asks. */
  readonly address: { publicUrl: string };
}

const WEB_ROOT = fileURLToPath(new URL('../../web/dist', import.meta.url));
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const SILENCE = { floorMs: 15 * MINUTE_MS, limitMs: DAY_MS };

const now = (): Date => new Date();

const databaseIsThere = async (db: Database): Promise<Check> => {
  await sql`select 1`.execute(db);
  return { ok: true };
};

const handlersOf = ({ config, tracking, access, blobs, sweeper, live, rabbitmq, address }: Parts) => {
  const { db } = tracking;
  const { may, auth, guessLimit } = access;
  const announceCancel = (id: string): void => rabbitmq?.announceCancel(id);
  const data: DatasetPorts = {
    db,
    blobs,
    may,
    now,
    events: createSubmitOnChange(tracking.now, announceCancel),
    admitOutput: admitOutput(tracking.now),
    wakeBlobSweeper: () => sweeper.wake(),
    maxFileBytes: config.maxUploadBytes,
    get publicUrl() {
      return address.publicUrl;
    },
  };
  return {
    ...serverHandlers({
      version: packageVersion,
      checks: { database: () => databaseIsThere(db) },
      lanes: () => rabbitmq?.checks() ?? {},
    }),
    ...accessHandlers({ auth: (request) => auth.handler(request), guessLimit }),
    ...datasetRouteHandlers(data),
    ...clowderHandlers({ data, tracking, may, announceCancel, version: packageVersion }),
    ...jobHandlers({ ...tracking, may, live, announceCancel }),
    ...quarantineHandlers({
      ...tracking,
      may,
      autoEnable: config.autoEnableExtractors,
      onExtractorHeard: () => rabbitmq?.askForWork(),
    }),
    ...extractorHandlers({
      ...tracking,
      may,
      feed: live.feed,
      autoEnable: config.autoEnableExtractors,
      credentials: access.jobCredentials,
      errorQueues: rabbitmq?.errorQueues ?? null,
      get publicUrl() {
        return address.publicUrl;
      },
    }),
  };
};

const openParts = async (config: Config, closing: Closing, log: Logger) => {
  const onError = (err: unknown): void => log.error({ err }, 'Work in the background failed');
  const { db, databaseUrl, gone } = await openStore(config, closing, log);
  const terms = { leaseMs: config.leaseSeconds * 1_000, maxAttempts: config.maxAttempts };
  const tracking: JobPorts = { db, now: Date.now, terms };
  const address = { publicUrl: config.publicUrl ?? listeningUrl(config.host, config.port) };
  const access = await createAccess({ db, publicUrl: address.publicUrl, now, log });
  const blobs = await openDiskBlobStore(join(config.dataDir, 'blobs'));
  const sweeper = createBlobSweeper({ db, blobs, now, onError });
  closing.add('the removal of blobs', () => sweeper.idle());
  const live = await startLive({ db, databaseUrl, now: tracking.now, onError });
  closing.add('live updates', () => live.stop());
  const rabbitmq =
    config.rabbitmqUri === undefined
      ? null
      : await startRabbitmqLane({
          ...tracking,
          uri: config.rabbitmqUri,
          window: config.dispatchWindow ?? null,
          autoEnable: config.autoEnableExtractors,
          address,
          credentials: access.jobCredentials,
          feed: live.feed,
          log,
          onError,
        });
  if (rabbitmq !== null) closing.add('the RabbitMQ lane', () => rabbitmq.stop());
  const wakeBlobSweeper = (): void => sweeper.wake();
  const upkeep = await startUpkeep({
    ...tracking,
    silence: SILENCE,
    quarantineMs: config.quarantineDays * DAY_MS,
    wakeBlobSweeper,
    laneChores: rabbitmq?.chores ?? [],
    onError,
  });
  closing.add('upkeep', () => upkeep.stop());
  return { parts: { config, tracking, access, blobs, sweeper, live, rabbitmq, address }, gone };
};

const open = async (
  config: Config,
  { log, webRoot }: Required<StartOptions>,
  closing: Closing,
): Promise<Omit<RunningServer, 'stop'>> => {
  const { parts, gone } = await openParts(config, closing, log);
  const { access, address, live, tracking } = parts;
  const app = await buildApp({
    handlers: handlersOf(parts),
    authenticate: access.authenticate,
    jobIsOpen: async (jobId) => (await access.findJobStanding(jobId))?.open ?? false,
    auth: (request) => access.auth.handler(request),
    publicUrl: address.publicUrl,
    webRoot,
    version: packageVersion,
    log,
  });
  closing.add('the HTTP server', () => closeApp(app, () => live.stop()));
  const url = await listen(app, config);
  address.publicUrl = config.publicUrl ?? url;
  if (parts.rabbitmq !== null) closing.add('the handing over of jobs', parts.rabbitmq.handOver());
  const firstAdmin = await ensureFirstAdmin(tracking.db, config.firstAdmin);
  if (config.sampleExtractors) {
    const key = access.issueProcessKey(await ensureExtractorUser(tracking.db));
    const extractors = startSampleExtractors({ url, key, log });
    closing.add('the sample extractors', () => extractors.stop());
  }
  return { url, publicUrl: address.publicUrl, firstAdmin, broken: gone };
};

/**
 * Opens the database, wires the parts, listens. What fails on the way closes what was opened before: rejects with
 * `StartError` or `EmbeddedPostgresError` where the operator can do something about it.
 */
export const startServer = async (config: Config, options: StartOptions = {}): Promise<RunningServer> => {
  const { log = pino({ level: 'silent' }), webRoot = WEB_ROOT } = options;
  const closing = createClosing(log);
  try {
    const opened = await open(config, { log, webRoot }, closing);
    return { ...opened, stop: () => closing.run() };
  } catch (error) {
    await closing.run();
    throw error;
  }
};
