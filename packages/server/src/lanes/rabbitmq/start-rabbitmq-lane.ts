import type { ChannelModel } from 'amqplib';
import type { Logger } from 'pino';
import { v4 } from 'uuid';
import type { JobCredentials } from '../../access/job-credential.ts';
import type { ExtractorPorts } from '../../extractors/ports.ts';
import type { ReportRecorder } from '../../jobs/record/report-recorder.ts';
import type { ChangeFeed } from '../../live/change-feed.ts';
import type { Check } from '../../model/readiness.ts';
import { ensureInstanceSetting } from '../../store/instance-setting.ts';
import { type BrokerLinks, openBrokerLinks } from './broker-links.ts';
import { createCancelAnnouncer } from './cancel-announcer.ts';
import { createConsumers } from './consumers.ts';
import type { DispatchPorts } from './dispatch-jobs.ts';
import { startDispatcher } from './dispatcher.ts';
import type { ErrorQueuePorts } from './error-queue.ts';
import { createLateConfirms, RENEW_UNCONFIRMED_MS, renewUnconfirmed } from './late-answers.ts';
import { createMessagePublisher } from './message-publisher.ts';
import { type RequeuePorts, requeueVanished } from './take-back-vanished.ts';
import { tieToConnection } from './tie-to-connection.ts';

const CONFIRM_LIMIT_MS = 5_000;
const REQUEUE_VANISHED_MS = 60_000;

/** Work that time alone brings about; upkeep does it. */
interface Chore {
  readonly pauseMs: number;
  readonly run: () => Promise<unknown>;
}

export interface RabbitmqLanePorts extends ExtractorPorts {
  readonly reports: Pick<ReportRecorder, 'recordDeliveries'>;
  readonly uri: string;
  readonly window: number | null;
  /** Where extractors reach the server, without trailing slash: known once it listens. */
  readonly address: { readonly publicUrl: string };
  readonly credentials: Pick<JobCredentials, 'issue'>;
  readonly feed: Pick<ChangeFeed, 'onChange'>;
  readonly log: Logger;
  readonly onError: (error: unknown) => void;
}

export interface RabbitmqLane {
  /** What `/api/ready` says of it, by part. */
  checks(): Readonly<Record<string, Check>>;
  /** Tells whoever runs the job to stop, where it can be told. */
  announceCancel(jobId: string): void;
  /** An extractor is there that was not before: jobs may be waiting for it. */
  wakeDispatcher(): void;
  readonly errorQueues: ErrorQueuePorts;
  /** Extractors can reach the server from now on: jobs may go. Answers how to end that. */
  handOver(): () => Promise<void>;
  readonly chores: readonly Chore[];
  /** Finishes what is being stored. */
  stop(): Promise<void>;
}

const logChange =
  (log: Logger) =>
  (check: Check): void =>
    check.ok ? log.info('RabbitMQ is there') : log.warn(`${check.reason}. Jobs wait; none is lost`);

const choresOf = (
  ports: RequeuePorts & Pick<DispatchPorts, 'lateConfirms'>,
  links: Pick<BrokerLinks, 'takesMessages'>,
): readonly Chore[] => [
  {
    pauseMs: REQUEUE_VANISHED_MS,
    // A blocked broker has not yet put accepted messages into their queues: missing messages prove nothing then.
    run: async () => links.takesMessages() && requeueVanished(ports),
  },
  { pauseMs: RENEW_UNCONFIRMED_MS, run: () => renewUnconfirmed(ports) },
];

/** Connects to the broker, for as long as it takes. Reports and heartbeats are heard; jobs go once it is told so. */
export const startRabbitmqLane = async (ports: RabbitmqLanePorts): Promise<RabbitmqLane> => {
  const instance = await ensureInstanceSetting(ports.db, 'broker_name', v4());
  const replyQueue = `pawprint.${instance}.replies`;
  const publisher = createMessagePublisher();
  const cancels = createCancelAnnouncer();
  const publishing = async (model: ChannelModel): Promise<void> => {
    publisher.use(tieToConnection(model, await model.createConfirmChannel()));
    await cancels.setup(model);
  };
  const consumers = createConsumers(ports, replyQueue, () => dispatcher.request());
  const links = await openBrokerLinks({
    uri: ports.uri,
    name: 'pawprint',
    publishing,
    consuming: (model) => consumers.setup(model),
    onChange: logChange(ports.log),
  });
  let isReachable = false;
  const lateConfirms = createLateConfirms();
  const dispatcher = startDispatcher({
    ...ports,
    get publicUrl() {
      return ports.address.publicUrl;
    },
    publisher,
    replyQueue,
    confirmLimitMs: CONFIRM_LIMIT_MS,
    lateConfirms,
    isOpen: () => isReachable && links.takesMessages(),
  });
  links.onOpen(() => dispatcher.request());
  const unfollow = ports.feed.onChange(() => dispatcher.request());
  const errorQueues = { ...ports, publisher, replyQueue, withChannel: links.withChannel };
  return {
    checks: () => ({ broker: links.check() }),
    errorQueues,
    handOver() {
      isReachable = true;
      dispatcher.request();
      return () => {
        isReachable = false;
        return dispatcher.stop();
      };
    },
    chores: choresOf({ ...errorQueues, lateConfirms }, links),
    wakeDispatcher: () => dispatcher.request(),
    announceCancel: (jobId) => cancels.announce(jobId),
    async stop() {
      unfollow();
      await dispatcher.stop();
      await consumers.stop();
      await links.close();
      await lateConfirms.settled();
    },
  };
};
