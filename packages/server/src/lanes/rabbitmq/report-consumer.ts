import type { Channel } from 'amqplib';
import { type Delivery, deliveryOf } from '../../tracking/delivery.ts';
import { type Consuming, consumeBatches } from './consume-batches.ts';

export interface ReportConsumer {
  /** Where extractors reply to. */
  readonly queue: string;
  /** Resolves when the batch is stored, and rejects when none of it is known to be. */
  readonly record: (batch: readonly Delivery[]) => Promise<unknown>;
  /** Told each time a batch could not be stored. It is tried again for as long as it takes. */
  readonly onError: (error: unknown) => void;
}

/** Of a backlog: fewer, and each batch's own statements weigh more than its rows; more, and a batch takes long to store. */
const MOST_AT_ONCE = 2_000;
/** While one batch is stored, the next gathers. */
const PREFETCH = 2 * MOST_AT_ONCE;

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
    prefetch: PREFETCH,
    most: MOST_AT_ONCE,
    read: ({ content, properties, fields }) => deliveryOf({ body: content, properties }, fields.redelivered),
    store: record,
    onError,
  });
};
