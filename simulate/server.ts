import { type Instant, leaseExpiry } from '@pawprint/core';
import { parseHeartbeat } from '@pawprint/protocol';
import { v4 } from 'uuid';
import { createHeartbeatRecorder } from '../packages/server/src/extractors/record-heartbeats.ts';
import { expireLeases } from '../packages/server/src/jobs/leases.ts';
import type { JobPorts } from '../packages/server/src/jobs/ports.ts';
import type { LeaseOutcome } from '../packages/server/src/jobs/record/batch.ts';
import { createReportRecorder } from '../packages/server/src/jobs/record/report-recorder.ts';
import { checkSilentJobs, type SilencePorts } from '../packages/server/src/jobs/silence.ts';
import { dispatchAll } from '../packages/server/src/lanes/rabbitmq/dispatcher.ts';
import { createQueueInspector } from '../packages/server/src/lanes/rabbitmq/inspect-queues.ts';
import { createLateConfirms, renewUnconfirmed } from '../packages/server/src/lanes/rabbitmq/late-confirms.ts';
import type {
  JobMessage,
  MessagePublisher,
} from '../packages/server/src/lanes/rabbitmq/message-publisher.ts';
import { reviveFailed } from '../packages/server/src/lanes/rabbitmq/revive-failed.ts';
import { type LeaseReports, parseDelivery } from '../packages/server/src/model/report.ts';
import { addEventPartitions } from '../packages/server/src/store/jobs/event-partitions.ts';
import { extendLeases } from '../packages/server/src/store/jobs/leases.ts';
import { beginRun, renewRun } from '../packages/server/src/store/server-runs.ts';
import type { Broker } from './broker.ts';

export const REPLY_QUEUE = 'pawprint.simulated.replies';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** As `npm start` has them by default. */
export const TERMS = { leaseMs: MINUTE, maxAttempts: 10 };
const SILENCE = { minStallMs: 15 * MINUTE, limitMs: 24 * 60 * MINUTE, maxAttempts: TERMS.maxAttempts };

/** Chores that need not be done in each step. */
const EVERY = { inspect: MINUTE, checkSilence: 5 * MINUTE, renewUnconfirmed: MINUTE };

export interface ServerPorts extends Pick<JobPorts, 'db' | 'now'> {
  readonly broker: Broker;
}

/** The server's own parts on a real database, without HTTP and with the time that they are given. */
export interface SimulatedServer {
  readonly jobs: JobPorts;
  /**
   * An HTTP call of an instance: the next step answers it. All that arrived since the last step is stored together, as by
   * a busy server.
   *
   * @param onAnswer called with undefined where the server ends before it answers
   */
  report(reports: LeaseReports, onAnswer: (outcome: LeaseOutcome | undefined) => void): void;
  /** Does what is due: stores what was reported, dispatches jobs, runs chores. Rejects with `ServerDied` where it dies. */
  step(): Promise<void>;
  /** Records that it answers until now. */
  renew(): Promise<void>;
  /**
   * It will die after its next message was published, before it has stored that.
   *
   * @param forMs how long no server runs then
   */
  dieAfterPublishing(forMs: number): void;
  /** The process is gone: calls that it has not answered fail. */
  end(): void;
}

/** Thrown inside a server that is to die at this moment: nothing catches it, and its transaction is not committed. */
export class ServerDied extends Error {
  override readonly name = 'ServerDied';
  readonly forMs: number;

  constructor(forMs: number) {
    super('The server died after it had published a message.');
    this.forMs = forMs;
  }
}

interface Call {
  readonly reports: LeaseReports;
  readonly onAnswer: (outcome: LeaseOutcome | undefined) => void;
}

/** A server process that has just started. What an earlier one had in memory is lost. */
export const startServer = async ({ db, now, broker }: ServerPorts): Promise<SimulatedServer> => {
  const jobs: JobPorts = { db, now, terms: TERMS };
  const recorder = createReportRecorder(jobs);
  const runId = v4();
  await addEventPartitions(db, now(), 2);
  await extendLeases(db, leaseExpiry(now(), TERMS));
  await beginRun(db, runId, now());
  const recordHeartbeats = createHeartbeatRecorder({
    db,
    autoEnable: true,
    approveChanges: false,
    maxHeartbeatOnly: 100_000,
    onExtractorChanged: () => undefined,
  });
  const { publisher, dieAfterPublishing } = publisherOf(broker);
  const chores = choresOf(jobs, broker, publisher);
  const calls: Call[] = [];
  return {
    jobs,
    report: (reports, onAnswer) => void calls.push({ reports, onAnswer }),
    async step() {
      const received = broker.receive();
      await recordHeartbeats(
        received.heartbeats.map((each) => ({
          ...each,
          parsed: parseHeartbeat(each.body, each.properties),
          at: now(),
        })),
      );
      const answered = calls.splice(0);
      const [, ...outcomes] = await Promise.all([
        recorder.recordDeliveries(received.reports.map((each) => parseDelivery(each, false))),
        ...answered.map(({ reports }) => recorder.recordLeaseReports(reports)),
      ]);
      for (const [index, { onAnswer }] of answered.entries()) onAnswer(outcomes[index]);
      await renewRun(db, runId, broker.isUp(), now());
      await chores();
    },
    renew: () => renewRun(db, runId, false, now()),
    dieAfterPublishing,
    end() {
      for (const { onAnswer } of calls.splice(0)) onAnswer(undefined);
    },
  };
};

const choresOf = (jobs: JobPorts, broker: Broker, publisher: MessagePublisher): (() => Promise<void>) => {
  const { db, now } = jobs;
  const lateConfirms = createLateConfirms();
  const lane = {
    db,
    now,
    publisher,
    replyQueue: REPLY_QUEUE,
    withChannel: broker.withChannel,
    onError: fail,
  };
  const inspector = createQueueInspector({
    ...lane,
    watchPrefix: 'pawprint.simulated.watch.',
    approveChanges: false,
    onQueueFound: () => undefined,
  });
  const dispatch = {
    ...lane,
    credentials: { issue: async ({ jobId }: { readonly jobId: string }) => `credential of ${jobId}` },
    publicUrl: 'http://pawprint.test',
    window: null,
    batchSize: 500,
    confirmLimitMs: MINUTE,
    lateConfirms,
    canDispatch: () => broker.isUp(),
  };
  const due = createDue(now);
  const startedAt = now();
  let connectedAt: Instant | null = null;
  const reportsSince: SilencePorts['reportsSince'] = (lane) =>
    lane === 'rabbitmq' ? connectedAt : startedAt;
  return async () => {
    if (!broker.isUp()) inspector.forget();
    connectedAt = broker.isUp() ? (connectedAt ?? now()) : null;
    await reviveFailed(lane);
    if (broker.isUp()) await dispatchAll(dispatch);
    await expireLeases(jobs, now());
    if (due('silence', EVERY.checkSilence)) await checkSilentJobs({ ...jobs, reportsSince }, SILENCE, now());
    if (due('renew', EVERY.renewUnconfirmed)) await renewUnconfirmed({ db, now, lateConfirms });
    if (broker.isUp() && due('inspect', EVERY.inspect)) await inspector.inspect();
  };
};

/** Whether so much time has passed since it last answered yes for this name. */
const createDue = (now: () => Instant) => {
  const last = new Map<string, Instant>();
  return (name: string, every: number): boolean => {
    if (now() - (last.get(name) ?? -Infinity) < every) return false;
    last.set(name, now());
    return true;
  };
};

const publisherOf = (
  broker: Broker,
): { readonly publisher: MessagePublisher; readonly dieAfterPublishing: (forMs: number) => void } => {
  let deadForMs: number | null = null;
  return {
    publisher: {
      publish: async ({ id, queue, json }: JobMessage) => {
        const { id: resourceId, attempt } = JSON.parse(Buffer.from(json).toString()) as {
          readonly id: string;
          readonly attempt: number;
        };
        const result = broker.publish(queue, {
          jobId: id,
          resourceId,
          attempt,
          retries: 0,
          correlationId: id,
          redelivered: false,
        });
        if (deadForMs !== null && result.outcome === 'confirmed') throw new ServerDied(deadForMs);
        return result;
      },
    },
    dieAfterPublishing(forMs) {
      deadForMs = forMs;
    },
  };
};

/** An error in a part of the server ends the simulation, since none is expected, and a death ends the server. */
const fail = (error: unknown): never => {
  throw error;
};
