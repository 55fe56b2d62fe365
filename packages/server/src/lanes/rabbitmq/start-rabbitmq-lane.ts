import { type BrokerAddress, createPublisher, type Publisher, tieToConnection } from '@pawprint/amqp';
import type { BrokerState, Instant } from '@pawprint/core';
import type { ChannelModel } from 'amqplib';
import type { Logger } from 'pino';
import { v4 } from 'uuid';
import type { JobCredentials } from '../../access/job-credential.ts';
import type { HeartbeatPorts } from '../../extractors/ports.ts';
import type { ReportRecorder } from '../../jobs/record/report-recorder.ts';
import type { ChangeFeed } from '../../live/change-feed.ts';
import type { Check } from '../../model/readiness.ts';
import type { Database } from '../../store/database.ts';
import { ensureInstanceSetting } from '../../store/instance-setting.ts';
import { readLastReportAt, readUnansweredCancels } from '../../store/jobs/jobs-in-broker.ts';
import { recordBoundQueues } from './bound-queues.ts';
import { type BrokerConnections, NOT_RECEIVED, openBrokerConnections } from './broker-connections.ts';
import { type CancelAnnouncer, createCancelAnnouncer } from './cancel-announcer.ts';
import { createConsumers } from './consumers.ts';
import type { DispatchPorts } from './dispatch-jobs.ts';
import { type Dispatcher, startDispatcher } from './dispatcher.ts';
import type { ErrorQueuePorts } from './error-queue.ts';
import { depthOf, type WithChannel } from './inspect-queue.ts';
import { createQueueInspector, type QueueInspector } from './inspect-queues.ts';
import { createLateConfirms, RENEW_UNCONFIRMED_MS, renewUnconfirmed } from './late-confirms.ts';
import { createMessagePublisher, type TracePublish } from './message-publisher.ts';
import { createReception, type Reception } from './reception.ts';
import { createErrorQueueReview } from './review-error-queues.ts';
import { reviveFailed } from './revive-failed.ts';

export interface RabbitmqLanePorts extends HeartbeatPorts {
  readonly reports: Pick<ReportRecorder, 'recordDeliveries'>;
  readonly broker: BrokerAddress;
  /** The management plugin's HTTP address, with user and password; null where bindings are not read. */
  readonly managementUrl: string | null;
  /** How many messages of an extractor may wait in the broker; null for core's rule. */
  readonly window: number | null;
  /** Where extractors reach the server, without trailing slash. Known once the server listens. */
  readonly address: { readonly publicUrl: string };
  readonly credentials: Pick<JobCredentials, 'issue'>;
  readonly feed: Pick<ChangeFeed, 'onChange'>;
  /** Null where nothing is traced. */
  readonly tracePublish: TracePublish | null;
  readonly log: Logger;
  readonly onError: (error: unknown) => void;
}

export interface RabbitmqLane {
  /** The parts of the lane in `/api/ready`. */
  checks(): Readonly<Record<string, Check>>;
  /** For the reasons of jobs that wait for the broker. */
  readonly brokerState: () => BrokerState;
  /** Since when reports are consumed without a break; null while they are not. */
  reportsSince(): Instant | null;
  /** Asks all instances to stop a job. Does nothing without a connection. */
  announceCancel(jobId: string): void;
  /** An extractor is new or has changed: held jobs may wait for it. */
  readonly wakeDispatcher: () => void;
  readonly errorQueues: ErrorQueuePorts;
  /** Dispatches jobs from now on: call it once extractors can reach the server. Returns a function that ends it. */
  startDispatch(): () => Promise<void>;
  /** How many reports wait in the broker; undefined where it is away. */
  readonly countBacklog: () => Promise<number | undefined>;
  readonly chores: readonly Chore[];
  /** Finishes what is being stored. */
  stop(): Promise<void>;
}

/** What has to be done because time passes. */
interface Chore {
  readonly pauseMs: number;
  readonly run: () => Promise<unknown>;
}

const CONFIRM_LIMIT_MS = 5_000;
/** No more than the broker confirms in a moment. */
const BATCH_SIZE = 500;

/**
 * Connects to the broker, for as long as it takes. Reports and heartbeats are recorded as soon as there is a connection,
 * and jobs are dispatched after `startDispatch`.
 */
export const startRabbitmqLane = async (ports: RabbitmqLanePorts): Promise<RabbitmqLane> => {
  const names = await readNames(ports.db);
  const { replyQueue } = names;
  const amqpPublisher = createPublisher();
  const cancels = createCancelAnnouncer();
  const reception = receptionBy(ports, replyQueue, (run) => broker.withChannel(run));
  const consumers = createConsumers({ ...ports, reports: reception }, replyQueue, () => dispatcher.request());
  const broker = await openBrokerConnections({
    broker: ports.broker,
    name: 'pawprint',
    setUpPublishing: publishingBy(amqpPublisher, cancels),
    async setUpConsuming(model) {
      await consumers.setup(model);
      reception.begin();
    },
    onChange(check) {
      logCheck(ports.log, check);
      inspector.forget();
      if (check.ok) dispatcher.request();
    },
  });
  const publisher = createMessagePublisher(amqpPublisher, ports.tracePublish);
  const lateConfirms = createLateConfirms();
  let isReachable = false;
  // Reports on a job that is dispatched while the queue for them is away would be lost.
  const canDispatch = (): boolean => isReachable && broker.takesMessages() && broker.delivers();
  const dispatcher = dispatchBy(ports, { publisher, replyQueue, lateConfirms, canDispatch });
  const unfollow = ports.feed.onChange(dispatcher.request);
  const queues = { ...ports, ...names, publisher, withChannel: broker.withChannel };
  const inspector = createQueueInspector({ ...queues, onQueueFound: dispatcher.request });
  return {
    ...stateBy(broker, reception),
    errorQueues: queues,
    startDispatch() {
      isReachable = true;
      dispatcher.request();
      return () => {
        isReachable = false;
        return dispatcher.stop();
      };
    },
    countBacklog: () => broker.withChannel((channel) => depthOf(channel, replyQueue)).catch(() => undefined),
    chores: [
      { pauseMs: CHECK_RECEPTION_MS, run: reception.check },
      ...choresOf({ ...queues, lateConfirms, inspector, broker, cancels }),
      ...bindingChores(ports),
    ],
    wakeDispatcher: dispatcher.request,
    announceCancel: (jobId) => cancels.announce(jobId),
    async stop() {
      unfollow();
      await dispatcher.stop();
      await consumers.stop();
      await broker.close();
      await lateConfirms.settled();
    },
  };
};

const receptionBy = (
  { db, now, reports, log }: RabbitmqLanePorts,
  replyQueue: string,
  withChannel: WithChannel,
): Reception =>
  createReception({
    now,
    replyQueue,
    withChannel,
    recordDeliveries: reports.recordDeliveries,
    readLastReportAt: () => readLastReportAt(db),
    onChange: (problem) =>
      problem === null
        ? log.info('Reports of extractors are received again')
        : log.warn(`${NOT_RECEIVED}: ${problem}. No job is called stalled or lost for it`),
  });

type LaneState = Pick<RabbitmqLane, 'checks' | 'brokerState' | 'reportsSince'>;

/** What is wrong with the connection explains why no reports are received, so it comes first. */
const stateBy = (broker: BrokerConnections, reception: Reception): LaneState => ({
  checks: () => {
    const problem = reception.problem();
    const check = broker.check();
    if (!check.ok || problem === null) return { broker: check };
    return { broker: { ok: false, reason: `${NOT_RECEIVED}: ${problem}` } };
  },
  brokerState: () => {
    const problem = reception.problem();
    const state = broker.state();
    return state.state === 'connected' && problem !== null ? { state: 'unheard', detail: problem } : state;
  },
  reportsSince: () => (['away', 'unheard'].includes(broker.state().state) ? null : reception.since()),
});

const CHECK_RECEPTION_MS = 5_000;

const publishingBy = (publisher: Publisher, cancels: CancelAnnouncer) => async (model: ChannelModel) => {
  publisher.use(tieToConnection(model, await model.createConfirmChannel()));
  await cancels.setup(model);
};

type DispatchWay = Pick<DispatchPorts, 'publisher' | 'replyQueue' | 'lateConfirms' | 'canDispatch'>;

const dispatchBy = (ports: RabbitmqLanePorts, way: DispatchWay): Dispatcher =>
  startDispatcher({
    ...ports,
    ...way,
    // Known only once the server listens.
    get publicUrl() {
      return ports.address.publicUrl;
    },
    batchSize: BATCH_SIZE,
    confirmLimitMs: CONFIRM_LIMIT_MS,
  });

/** Of what this installation declares in the broker; several can use one virtual host. */
const readNames = async (db: Database) => {
  const instance = await ensureInstanceSetting(db, 'broker_name', v4());
  return { replyQueue: `pawprint.${instance}.replies`, watchPrefix: `pawprint.${instance}.watch.` };
};

const logCheck = (log: Logger, check: Check): void =>
  check.ok ? log.info('RabbitMQ is connected') : log.warn(`${check.reason}. Jobs wait and are not lost`);

/** A job that waits for a queue is dispatched within this time of the queue's appearance. */
const INSPECT_QUEUES_MS = 3_000;

const REVIVE_FAILED_MS = 2_000;

const REVIEW_ERROR_QUEUES_MS = 5_000;

const ANNOUNCE_CANCELS_MS = 5_000;

interface ChorePorts extends ErrorQueuePorts, Pick<DispatchPorts, 'lateConfirms'> {
  readonly inspector: QueueInspector;
  readonly broker: Pick<BrokerConnections, 'takesMessages'>;
  readonly cancels: CancelAnnouncer;
}

const choresOf = ({ inspector, broker, cancels, ...ports }: ChorePorts): readonly Chore[] => [
  {
    pauseMs: INSPECT_QUEUES_MS,
    // A blocked broker has not yet put accepted messages into their queues: missing messages prove nothing then.
    run: async () => broker.takesMessages() && inspector.inspect(),
  },
  { pauseMs: REVIVE_FAILED_MS, run: () => reviveFailed(ports) },
  { pauseMs: REVIEW_ERROR_QUEUES_MS, run: createErrorQueueReview(ports).review },
  { pauseMs: RENEW_UNCONFIRMED_MS, run: () => renewUnconfirmed(ports) },
  {
    pauseMs: ANNOUNCE_CANCELS_MS,
    // The broker was away when the cancel was requested, or the server was killed before it could announce it.
    run: async () => {
      for (const id of await readUnansweredCancels(ports.db)) cancels.announce(id);
    },
  },
];

const READ_BINDINGS_MS = 60_000;

const bindingChores = ({ db, now, broker, managementUrl }: RabbitmqLanePorts): readonly Chore[] =>
  managementUrl === null
    ? []
    : [{ pauseMs: READ_BINDINGS_MS, run: () => recordBoundQueues({ db, now, broker, managementUrl }) }];
