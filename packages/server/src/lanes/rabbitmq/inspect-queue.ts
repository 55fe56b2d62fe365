import type { Channel } from 'amqplib';
import type { QueueState } from '../../store/extractors/extractor-queues.ts';

/** The methods of amqplib's channel by which the server asks about queues and reads error queues. */
export type QueueChannel = Pick<
  Channel,
  | 'checkQueue'
  | 'checkExchange'
  | 'assertExchange'
  | 'bindQueue'
  | 'deleteExchange'
  | 'get'
  | 'ack'
  | 'nackAll'
>;

/** Runs something on a channel of its own. Undefined where there is no connection. */
export type WithChannel = <Result>(
  run: (channel: QueueChannel) => Promise<Result>,
) => Promise<Result | undefined>;

/**
 * Undefined where the broker has nothing of that name. It closes the channel then: use one of your own. Rejects for a queue
 * whose node is down: that is there again, with its messages, when the node is.
 */
export const ifFound = <Found>(asked: Promise<Found>): Promise<Found | undefined> =>
  asked.catch((error: unknown) => {
    if (isRefusal(error, '404') && !isOnNodeDown(error)) return undefined;
    throw error;
  });

export const ON_NODE_DOWN = 'is on a node of RabbitMQ that is down';

/** A queue that is not replicated is on one node of a cluster. While that is down, the broker answers this, also with 404. */
export const isOnNodeDown = (error: unknown): boolean =>
  error instanceof Error && error.message.includes('is down or inaccessible');

const isRefusal = (error: unknown, code: '403' | '404'): boolean =>
  error instanceof Error && error.message.includes(code);

/** How many messages are ready in a queue; undefined where it does not exist. */
export const depthOf = async (channel: QueueChannel, queue: string): Promise<number | undefined> =>
  (await ifFound(channel.checkQueue(queue)))?.messageCount;

export interface InspectedQueue extends QueueState {
  /** Whether the queue's watch exchange exists. */
  readonly isWatchThere: boolean;
}

/**
 * Asks the broker about a queue and its watch exchange, without creating them. Undefined where it cannot tell: there is no
 * connection, or the queue's node is down.
 */
export const inspectQueue = async (
  withChannel: WithChannel,
  queue: string,
  watch: string,
): Promise<InspectedQueue | undefined> => {
  // The watch comes first: while it exists, the queue has not been deleted since it was bound.
  const isWatchThere = await withChannel(
    async (channel) => (await ifFound(channel.checkExchange(watch))) !== undefined,
  );
  const state = await withChannel(async (channel) => {
    const found = await ifFound(channel.checkQueue(queue));
    return { ready: found?.messageCount ?? null, consumers: found?.consumerCount ?? 0 };
  }).catch((error: unknown) => {
    if (isOnNodeDown(error)) return undefined;
    throw error;
  });
  return state === undefined || isWatchThere === undefined ? undefined : { ...state, isWatchThere };
};

/**
 * Binds a queue to an exchange that the broker deletes with the queue. Nothing is ever published to that exchange: that
 * it is missing shows later that the queue was deleted in between, also where it was declared again at once. False where
 * the broker does not permit it.
 */
export const bindWatch = async (withChannel: WithChannel, queue: string, watch: string): Promise<boolean> => {
  try {
    await withChannel(async (channel) => {
      await channel.assertExchange(watch, 'fanout', { durable: true, autoDelete: true });
      await channel.bindQueue(queue, watch, '');
    });
    return true;
  } catch (error) {
    // An exchange that was never bound would stay.
    await withChannel((channel) => channel.deleteExchange(watch, { ifUnused: true })).catch(() => undefined);
    if (isRefusal(error, '403') || isRefusal(error, '404')) return false;
    throw error;
  }
};
