import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrokerState } from '@pawprint/core';
import { type Logger, pino } from 'pino';
import { type Access, createAccess } from './access/create-access.ts';
import { ensureFirstAdmin, type FirstAdmin } from './access/first-admin.ts';
import { ensureExtractorUser } from './access/users.ts';
import { type Config, listeningUrl } from './config/config.ts';
import type { BlobStore } from './datasets/blobs/blob-store.ts';
import { openDiskBlobStore } from './datasets/blobs/disk-blob-store.ts';
import { type BlobSweeper, createBlobSweeper } from './datasets/blobs/sweep-blobs.ts';
import type { DatasetPorts } from './datasets/ports.ts';
import { accessHandlers } from './http/accounts/accounts.ts';
import { buildApp } from './http/app.ts';
import { clowderHandlers } from './http/clowder-v1/clowder-handlers.ts';
import { datasetRouteHandlers } from './http/datasets/dataset-handlers.ts';
import { extractorHandlers } from './http/extractors/extractors.ts';
import { instanceHandlers } from './http/instance/instance-handlers.ts';
import { importHandlers } from './http/jobs/import.ts';
import { jobHandlers } from './http/jobs/jobs.ts';
import { operationHandlers } from './http/jobs/operations.ts';
import { countRequests, type RequestsUnderWay } from './http/limit-requests.ts';
import { quarantineHandlers } from './http/quarantine.ts';
import { createAdmitOutput } from './jobs/admit-output.ts';
import { createReadReasons, type ReadReasons } from './jobs/explain-jobs.ts';
import { type OperationRunner, startOperations } from './jobs/operations/run-operations.ts';
import type { JobPorts } from './jobs/ports.ts';
import { createReportRecorder, type ReportRecorder } from './jobs/record/report-recorder.ts';
import { createSubmitOnChange } from './jobs/submit/submit-on-change.ts';
import type { RabbitmqLane } from './lanes/rabbitmq/start-rabbitmq-lane.ts';
import { closeApp, listen } from './launch/listen.ts';
import { openRabbitmqLane, receptionOf } from './launch/open-rabbitmq-lane.ts';
import { openStore } from './launch/open-store.ts';
import { packageVersion as version } from './launch/package-version.ts';
import { readinessChecks } from './launch/readiness-checks.ts';
import {
  type SampleExtractors,
  startSampleExtractors,
} from './launch/sample-extractors/start-sample-extractors.ts';
import { createShutdown, type Shutdown } from './launch/shutdown.ts';
import { explainStartFailure } from './launch/start-error.ts';
import { type LiveJobs, startLive } from './live/live-jobs.ts';
import { readExtractors } from './store/extractors/extractors.ts';
import { startServerRun } from './upkeep/server-run.ts';
import { startUpkeep } from './upkeep/upkeep.ts';

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
  const { access, address, live, jobs, started } = parts;
  const requests = countRequests(config.limits);
  shutdown.add('the record of refused passwords', () => access.refusedPasswords.stop());
  const app = await buildApp({
    ...config,
    handlers: handlersOf(parts, openOperations(parts, shutdown, log), requests),
    requests,
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

/** What the parts are wired to. */
interface Parts {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly jobs: JobPorts;
  readonly reports: ReportRecorder;
  readonly access: Access;
  readonly blobs: BlobStore;
  readonly sweeper: BlobSweeper;
  readonly live: LiveJobs;
  readonly readReasons: ReadReasons;
  /** Null where no broker is configured. */
  readonly rabbitmq: RabbitmqLane | null;
  /** The address for people. With port 0 it is known only once the server listens. */
  readonly address: { publicUrl: string };
  /** What the start has done since the server listens. */
  readonly started: { firstAdmin: boolean; samples: SampleExtractors | null };
}

const DAY_MS = 24 * 3_600_000;
/** Reports come through the broker, and are stored within a fraction of this as long as nothing is in trouble. */
const START_WAIT_MS = 5_000;

/** In this order, and closed in reverse. */
const openParts = async (config: Config, shutdown: Shutdown, log: Logger): Promise<Parts> => {
  const onError = (err: unknown): void => log.error({ err }, 'Work in the background failed');
  const { db, databaseUrl } = await openStore(config, shutdown, log);
  const terms = { leaseMs: config.leaseSeconds * 1_000, maxAttempts: config.maxAttempts };
  const jobs: JobPorts = { db, now: Date.now, terms };
  const reports = createReportRecorder(jobs);
  const address = { publicUrl: config.publicUrl ?? listeningUrl(config.host, config.port) };
  const access = await createAccess({
    ...config,
    db,
    address,
    now: Date.now,
    jobCredentialMs: config.jobCredentialDays * DAY_MS,
    log,
  });
  shutdown.add('mails', async () => access.accounts.mailer?.idle());
  const blobs = await openDiskBlobStore(join(config.dataDir, 'blobs'));
  const sweeper = createBlobSweeper({ db, blobs, now: jobs.now, onError });
  shutdown.add('the removal of blobs', () => sweeper.idle());
  const broker: { state: () => BrokerState | null } = { state: () => null };
  const readReasons = createReadReasons({ ...jobs, broker: () => broker.state() });
  const live = await startLive({ db, databaseUrl, now: jobs.now, readReasons, log, onError });
  shutdown.add('live updates', () => live.stop());
  const rabbitmq = await openRabbitmqLane(config, {
    ...jobs,
    reports,
    address,
    credentials: access.jobCredentials,
    feed: live.feed,
    log,
    onError,
  });
  if (rabbitmq !== null) {
    broker.state = rabbitmq.brokerState;
    shutdown.add('the RabbitMQ lane', () => rabbitmq.stop());
  }
  const upkeep = await startUpkeep({
    ...jobs,
    ...upkeepSettings(config),
    reportsSince: receptionOf(rabbitmq, jobs.now()),
    wakeBlobSweeper: () => sweeper.wake(),
    laneChores: rabbitmq?.chores ?? [],
    onError,
  });
  shutdown.add('upkeep', () => upkeep.stop());
  return {
    config,
    databaseUrl,
    jobs,
    reports,
    access,
    blobs,
    sweeper,
    live,
    readReasons,
    rabbitmq,
    address,
    started: { firstAdmin: false, samples: null },
  };
};

/** After the RabbitMQ lane, by which cancels are announced. */
const openOperations = (
  { config, jobs, access, sweeper, rabbitmq }: Parts,
  shutdown: Shutdown,
  log: Logger,
): OperationRunner => {
  const operations = startOperations({
    ...jobs,
    ...access,
    maxWaiting: config.maxOperationJobsWaiting,
    changes: createSubmitOnChange(jobs.now, config.maxChain),
    wakeBlobSweeper: () => sweeper.wake(),
    announceCancel: (jobId) => rabbitmq?.announceCancel(jobId),
    onError: (err) => log.error({ err }, 'Part of an operation failed, and is tried again'),
  });
  shutdown.add('operations on many jobs', () => operations.stop());
  return operations;
};

const upkeepSettings = (config: Config) => ({
  silence: { minStallMs: config.stalledSeconds * 1_000, limitMs: config.lostSeconds * 1_000 },
  quarantineMs: config.quarantineDays * DAY_MS,
});

const handlersOf = (parts: Parts, operations: OperationRunner, requests: RequestsUnderWay) => {
  const { config, jobs, reports, access, blobs, sweeper, live, readReasons, rabbitmq, address } = parts;
  const { db } = jobs;
  const { maxChain } = config;
  const { hasRight, grantOf, checkReader, callAuth } = access;
  const rights = { hasRight, grantOf };
  const announceCancel = (id: string): void => rabbitmq?.announceCancel(id);
  const registration = {
    autoEnable: config.autoEnableExtractors,
    approveChanges: config.approveChanges,
    maxHeartbeatOnly: config.maxHeartbeatExtractors,
    onExtractorChanged: () => rabbitmq?.wakeDispatcher(),
  };
  const data: DatasetPorts = {
    db,
    blobs,
    ...rights,
    now: jobs.now,
    changes: createSubmitOnChange(jobs.now, maxChain, announceCancel),
    admitOutput: createAdmitOutput({ ...jobs, followJob: live.followJob, startWaitMs: START_WAIT_MS }),
    wakeBlobSweeper: () => sweeper.wake(),
    maxFileBytes: config.maxUploadBytes,
    allowPublic: config.allowPublic,
    get publicUrl() {
      return address.publicUrl;
    },
  };
  return {
    ...instanceHandlers({ ...parts, ...jobs, hasRight, requests, version, checks: readinessChecks(parts) }),
    ...accessHandlers({ ...access.accounts, callAuth }),
    ...datasetRouteHandlers(data),
    ...clowderHandlers({ data, jobs, hasRight, announceCancel, maxChain, version }),
    ...operationHandlers({ ...jobs, ...rights, wakeOperations: () => operations.wake() }),
    ...importHandlers({ ...jobs, hasRight }),
    ...jobHandlers({ ...jobs, ...rights, checkReader, readReasons, live, announceCancel, address }),
    ...quarantineHandlers({ ...jobs, ...registration, hasRight }),
    ...extractorHandlers({
      ...jobs,
      reports,
      ...rights,
      readReasons,
      feed: live.feed,
      ...registration,
      credentials: access.jobCredentials,
      errorQueues: rabbitmq?.errorQueues ?? null,
      get publicUrl() {
        return address.publicUrl;
      },
    }),
  };
};
