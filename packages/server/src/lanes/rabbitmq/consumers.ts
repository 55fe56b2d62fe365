import { type Consuming, consumeBatches, tieToConnection } from '@pawprint/amqp';
import type { Instant } from '@pawprint/core';
import { HEARTBEAT_EXCHANGE, parseHeartbeat } from '@pawprint/protocol';
import type { Channel, ChannelModel } from 'amqplib';
import type { HeartbeatPorts } from '../../extractors/ports.ts';
import { createHeartbeatRecorder, type DeliveredHeartbeat } from '../../extractors/record-heartbeats.ts';
import { REPORT_BATCH_SIZE, type ReportRecorder } from '../../jobs/record/report-recorder.ts';
import { cutToLimit, type Delivery, parseDelivery } from '../../model/report.ts';
import { HEARTBEAT_SECONDS } from './broker-connections.ts';
import { isOnNodeDown, ON_NODE_DOWN } from './inspect-queue.ts';

interface ConsumerPorts extends HeartbeatPorts {
  readonly reports: Pick<ReportRecorder, 'recordDeliveries'>;
  readonly onError: (error: unknown) => void;
}

/** The consumers of everything that extractors send. */
interface Consumers {
  /** Starts the consumers: call it after every connect, since none of them outlives its connection. */
  setup(model: ChannelModel): Promise<void>;
  /** Finishes what is being stored. */
  stop(): Promise<void>;
}

export const createConsumers = (
  ports: ConsumerPorts,
  replyQueue: string,
  onExtractorChanged: () => void,
): Consumers => {
  let consuming: readonly Consuming[] = [];
  const recordHeartbeats = createHeartbeatRecorder({ ...ports, onExtractorChanged });
  const stop = async (): Promise<void> => {
    await Promise.all(consuming.map((each) => each.stop()));
  };
  return {
    async setup(model) {
      // The broker delivers again what the last connection was storing: it is recognised as a repeat only once stored.
      await stop();
      const reports = await consumeReports(tieToConnection(model, await model.createChannel()), {
        queue: replyQueue,
        record: ports.reports.recordDeliveries,
        onError: ports.onError,
      });
      const heartbeats = await consumeHeartbeats(tieToConnection(model, await model.createChannel()), {
        now: ports.now,
        record: recordHeartbeats,
        onError: ports.onError,
      });
      consuming = [reports, heartbeats];
    },
    stop,
  };
};

interface ReportConsumer {
  /** The queue that extractors reply to. */
  readonly queue: string;
  /** Resolves when the batch is stored. When it rejects, the same batch is recorded again. */
  readonly record: (batch: readonly Delivery[]) => Promise<unknown>;
  /** Called each time a batch could not be stored. */
  readonly onError: (error: unknown) => void;
}

/** Twice a batch: while one is stored, the next one gathers. */
const REPORT_PREFETCH = 2 * REPORT_BATCH_SIZE;

/** The earliest at which the broker may have let another server read the queue, since half an interval is silent anyway. */
const PAUSE_LIMIT_MS = 1.5 * HEARTBEAT_SECONDS.consumer * 1_000;

/** Of several servers one consumes at a time: two would record the reports about one job out of order. */
const REPLY_QUEUE_OPTIONS = { durable: true, arguments: { 'x-single-active-consumer': true } };

/** Consumes status reports, in order and without losing any. */
export const consumeReports = async (
  channel: Channel,
  { queue, record, onError }: ReportConsumer,
): Promise<Consuming> => {
  await channel.assertQueue(queue, REPLY_QUEUE_OPTIONS).catch((error: unknown) => {
    throw isOnNodeDown(error) ? new Error(`the queue ${queue} ${ON_NODE_DOWN}`) : error;
  });
  return consumeBatches(channel, {
    queue,
    prefetch: REPORT_PREFETCH,
    maxBatch: REPORT_BATCH_SIZE,
    read: ({ content, properties, fields }) =>
      parseDelivery({ body: content, properties }, fields.redelivered),
    store: record,
    onError,
    pauseLimitMs: PAUSE_LIMIT_MS,
  });
};

interface HeartbeatConsumer {
  readonly now: () => Instant;
  /** Resolves when the batch is stored. When it rejects, the same batch is recorded again. */
  readonly record: (batch: readonly DeliveredHeartbeat[]) => Promise<unknown>;
  /** Called each time a batch could not be stored. */
  readonly onError: (error: unknown) => void;
}

const HEARTBEAT_PREFETCH = 1_000;
const HEARTBEAT_MAX_BATCH = 250;

/** Consumes heartbeats from a queue of this server's own, which the broker deletes with the connection. */
export const consumeHeartbeats = async (
  channel: Channel,
  { now, record, onError }: HeartbeatConsumer,
): Promise<Consuming> => {
  await channel.assertExchange(HEARTBEAT_EXCHANGE, 'fanout', { durable: true });
  const { queue } = await channel.assertQueue('', { exclusive: true });
  await channel.bindQueue(queue, HEARTBEAT_EXCHANGE, '');
  return consumeBatches(channel, {
    queue,
    prefetch: HEARTBEAT_PREFETCH,
    maxBatch: HEARTBEAT_MAX_BATCH,
    read: ({ content, properties }): DeliveredHeartbeat => ({
      ...cutToLimit({ body: content, properties }),
      parsed: parseHeartbeat(content, properties),
      at: now(),
    }),
    store: record,
    onError,
  });
};
