import type { Instant } from '@pawprint/core';
import { HEARTBEAT_EXCHANGE, parseHeartbeat } from '@pawprint/protocol';
import type { Channel } from 'amqplib';
import type { Beat } from '../../registry/record-beats.ts';
import { cutToLimit } from '../../tracking/delivery.ts';
import { type Consuming, consumeBatches } from './consume-batches.ts';

export interface HeartbeatConsumer {
  readonly now: () => Instant;
  readonly record: (batch: readonly Beat[]) => Promise<unknown>;
  /** Told each time beats could not be stored. It is tried again for as long as it takes. */
  readonly onError: (error: unknown) => void;
}

const PREFETCH = 1_000;
const MOST_AT_ONCE = 250;

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
    prefetch: PREFETCH,
    most: MOST_AT_ONCE,
    read: ({ content, properties }): Beat => ({
      ...cutToLimit({ body: content, properties }),
      parsed: parseHeartbeat(content, properties),
      at: now(),
    }),
    store: record,
    onError,
  });
};
