import type { BrokerState } from '@pawprint/core';
import type { Logger } from 'pino';
import { type Access, createAccess } from '../access/create-access.ts';
import { type Config, listeningUrl } from '../config/config.ts';
import type { BlobStore } from '../datasets/blobs/blob-store.ts';
import type { BlobSweeper } from '../datasets/blobs/sweep-blobs.ts';
import { countRequests, type RequestsUnderWay } from '../http/limit-requests.ts';
import { createServerMetrics, type ServerMetrics } from '../http/server-metrics.ts';
import { createReadReasons, type ReadReasons } from '../jobs/explain-jobs.ts';
import { type OperationRunner, startOperations } from '../jobs/operations/run-operations.ts';
import type { JobPorts } from '../jobs/ports.ts';
import { createReportRecorder, type ReportRecorder } from '../jobs/record/report-recorder.ts';
import { createSubmitOnChange } from '../jobs/submit/submit-on-change.ts';
import type { RabbitmqLane } from '../lanes/rabbitmq/start-rabbitmq-lane.ts';
import { type LiveJobs, startLive } from '../live/live-jobs.ts';
import { startUpkeep } from '../upkeep/upkeep.ts';
import { openBlobs } from './open-blob-store.ts';
import { openRabbitmqLane, receptionOf } from './open-rabbitmq-lane.ts';
import { type DatabaseAddresses, openStore } from './open-store.ts';
import { openTracing, type Tracing } from './open-tracing.ts';
import { packageVersion } from './package-version.ts';
import type { SampleExtractors } from './sample-extractors/start-sample-extractors.ts';
import type { Shutdown } from './shutdown.ts';

/** What the parts are wired to. */
export interface Parts {
  readonly config: Config;
  readonly addresses: DatabaseAddresses;
  readonly jobs: JobPorts;
  readonly reports: ReportRecorder;
  readonly requests: RequestsUnderWay;
  readonly metrics: ServerMetrics;
  /** Null where no endpoint is configured. */
  readonly tracing: Tracing | null;
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

/** In this order, and closed in reverse. */
export const openParts = async (config: Config, shutdown: Shutdown, log: Logger): Promise<Parts> => {
  const onError = logFailure(log);
  const tracing = await openTracing(config.otlpEndpoint, packageVersion, shutdown);
  const { db, addresses } = await openStore(config, shutdown, log);
  const terms = { leaseMs: config.leaseSeconds * 1_000, maxAttempts: config.maxAttempts };
  const jobs: JobPorts = { db, now: Date.now, terms };
  const requests = countRequests(config.limits);
  const metrics = createServerMetrics({ db, requests });
  const reports = createReportRecorder({ ...jobs, onRecorded: metrics.onRecorded });
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
  const { blobs, sweeper } = await openBlobs(config, { db, now: jobs.now, shutdown, onError });
  const broker: { state: () => BrokerState | null } = { state: () => null };
  const readReasons = createReadReasons({ ...jobs, broker: () => broker.state() });
  const { directUrl: databaseUrl } = addresses;
  const live = await startLive({ ...jobs, blobs, databaseUrl, readReasons, log, onError });
  shutdown.add('live updates', () => live.stop());
  const rabbitmq = await openRabbitmqLane(config, {
    ...jobs,
    reports: tracing?.traceReports(reports) ?? reports,
    tracePublish: tracing?.tracePublish ?? null,
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
  return {
    config,
    addresses,
    jobs,
    reports,
    requests,
    metrics,
    tracing,
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

const logFailure =
  (log: Logger) =>
  (err: unknown): void =>
    log.error({ err }, 'Work in the background failed');

/** After the RabbitMQ lane, whose chores it does. */
export const openUpkeep = async (
  { config, jobs, access, address, blobs, sweeper, live, rabbitmq }: Parts,
  shutdown: Shutdown,
  log: Logger,
): Promise<void> => {
  const upkeep = await startUpkeep({
    ...jobs,
    ...upkeepSettings(config),
    reportsSince: receptionOf(rabbitmq, jobs.now()),
    mailer: access.accounts.mailer,
    address,
    webhookSecretOf: access.webhookSecretOf,
    allowPrivateWebhooks: config.allowPrivateWebhooks,
    hasRight: access.hasRight,
    grantOf: access.grantOf,
    blobs,
    wakeBlobSweeper: () => sweeper.wake(),
    onJobsChanged: (listener) => live.feed.onChange(listener),
    laneChores: rabbitmq?.chores ?? [],
    onError: logFailure(log),
  });
  shutdown.add('upkeep', () => upkeep.stop());
};

const upkeepSettings = (config: Config) => ({
  silence: { minStallMs: config.stalledSeconds * 1_000, limitMs: config.lostSeconds * 1_000 },
  quarantineMs: config.quarantineDays * DAY_MS,
  keepEventsMonths: config.keepEventsMonths,
});

/** After the RabbitMQ lane, by which cancels are announced. */
export const openOperations = (
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
