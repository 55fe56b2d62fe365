import type { Instant } from '@pawprint/core';
import { HEARTBEAT_EXCHANGE, parseHeartbeat } from '@pawprint/protocol';
import type { Channel, ChannelModel } from 'amqplib';
import type { ExtractorPorts } from '../../extractors/ports.ts';
import { createHeartbeatRecorder, type DeliveredHeartbeat } from '../../extractors/record-heartbeats.ts';
import { MOST_REPORTS_AT_ONCE, type ReportRecorder } from '../../jobs/record/report-recorder.ts';
import { cutToLimit, type Delivery, parseDelivery } from '../../model/report.ts';
import { type Consuming, consumeBatches } from './consume-batches.ts';
import { tieToConnection } from './tie-to-connection.ts';

interface ConsumerPorts extends ExtractorPorts {
  readonly reports: Pick<ReportRecorder, 'recordDeliveries'>;
  readonly onError: (error: unknown) => void;
}

/** All that is heard from extractors. */
interface Consumers {
  /** On a new connection: none of what was consumed on the last one goes on. */
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
  const recordBeats = createHeartbeatRecorder({ ...ports, onExtractorChanged });
  const stop = async (): Promise<void> => {
    await Promise.all(consuming.map((each) => each.stop()));
  };
  return {
    async setup(model) {
      // The broker delivers again what the last connection had: it is known as a repeat once that is stored.
      await stop();
      const reports = await consumeReports(tieToConnection(model, await model.createChannel()), {
        queue: replyQueue,
        record: ports.reports.recordDeliveries,
        onError: ports.onError,
      });
      const beats = await consumeHeartbeats(tieToConnection(model, await model.createChannel()), {
        now: ports.now,
        record: recordBeats,
        onError: ports.onError,
      });
      consuming = [reports, beats];
    },
    stop,
  };
};

interface ReportConsumer {
  /** Where extractors reply to. */
  readonly queue: string;
  /** Resolves when the batch is stored, and rejects when none of it is known to be. */
  readonly record: (batch: readonly Delivery[]) => Promise<unknown>;
  /** Told each time a batch could not be stored. It is tried again for as long as it takes. */
  readonly onError: (error: unknown) => void;
}

/** While one batch is stored, the next gathers. */
const REPORT_PREFETCH = 2 * MOST_REPORTS_AT_ONCE;

/** Ours, so its arguments are ours: of several servers one consumes at a time, or the order within a job would be lost. */
const REPLY_QUEUE_OPTIONS = { durable: true, arguments: { 'x-single-active-consumer': true } };

/** Takes what extractors report, in order and without losing any. */
export const consumeReports = async (
  channel: Channel,
  { queue, record, onError }: ReportConsumer,
): Promise<Consuming> => {
  await channel.assertQueue(queue, REPLY_QUEUE_OPTIONS);
  return consumeBatches(channel, {
    queue,
    prefetch: REPORT_PREFETCH,
    most: MOST_REPORTS_AT_ONCE,
    read: ({ content, properties, fields }) =>
      parseDelivery({ body: content, properties }, fields.redelivered),
    store: record,
    onError,
  });
};

interface HeartbeatConsumer {
  readonly now: () => Instant;
  readonly record: (batch: readonly DeliveredHeartbeat[]) => Promise<unknown>;
  /** Told each time beats could not be stored. It is tried again for as long as it takes. */
  readonly onError: (error: unknown) => void;
}

const HEARTBEAT_PREFETCH = 1_000;
const HEARTBEATS_AT_ONCE = 250;

/** Hears extractors say that they live, on a queue of this server's own that goes when it goes. */
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
    most: HEARTBEATS_AT_ONCE,
    read: ({ content, properties }): DeliveredHeartbeat => ({
      ...cutToLimit({ body: content, properties }),
      parsed: parseHeartbeat(content, properties),
      at: now(),
    }),
    store: record,
    onError,
  });
};
