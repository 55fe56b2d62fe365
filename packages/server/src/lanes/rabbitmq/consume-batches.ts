import { setImmediate, setTimeout } from 'node:timers/promises';
import type { Channel, ConsumeMessage } from 'amqplib';
import { retryPauseMs } from './retry-pause.ts';

export interface BatchConsumer<Item> {
  readonly queue: string;
  /** How many deliveries may be here without an acknowledgement. */
  readonly prefetch: number;
  /** The largest batch. */
  readonly most: number;
  readonly read: (message: ConsumeMessage) => Item;
  /** Resolves when the batch is safe, and then it is acknowledged; the very same items come again when it rejects. */
  readonly store: (batch: readonly Item[]) => Promise<unknown>;
  /** Told each time a batch could not be stored. */
  readonly onError: (error: unknown) => void;
}

export interface Consuming {
  /** Finishes what is being stored, and takes no more. What was not stored the broker delivers again. */
  stop(): Promise<void>;
}

interface Waiting<Item> {
  readonly message: ConsumeMessage;
  readonly item: Item;
}

/** Tries until it works; false where there is no sense in it any more. A batch is never overtaken by the next. */
const storeAtLast = async <Item>(
  { store, onError }: BatchConsumer<Item>,
  batch: readonly Item[],
  over: AbortSignal,
): Promise<boolean> => {
  for (let failures = 1; !over.aborted; failures += 1) {
    try {
      await store(batch);
      return true;
    } catch (error) {
      onError(error);
      const pause = retryPauseMs(failures, Math.random());
      await setTimeout(pause, undefined, { signal: over }).catch(() => undefined);
    }
  }
  return false;
};

/** On a channel that is closing this throws: then the broker delivers the batch again, and it is known for what it is. */
const acknowledgeUpTo = (channel: Channel, message: ConsumeMessage): void => {
  try {
    channel.ack(message, true);
  } catch {
    // As above.
  }
};

/**
 * Takes deliveries in batches, in order: while one is stored, the next gathers. All of a batch is acknowledged at once,
 * after it is stored. A channel that closes takes along what was not: the broker delivers that again.
 */
export const consumeBatches = async <Item>(
  channel: Channel,
  consumer: BatchConsumer<Item>,
): Promise<Consuming> => {
  const waiting: Waiting<Item>[] = [];
  const over = new AbortController();
  let isOpen = true;
  let running: Promise<void> | undefined;

  const storeWaiting = async (): Promise<void> => {
    // The rest of what came in with the same read joins the batch.
    await setImmediate();
    while (waiting.length > 0 && !over.signal.aborted) {
      const batch = waiting.splice(0, consumer.most);
      const items = batch.map(({ item }) => item);
      const last = batch.at(-1);
      const isStored = await storeAtLast(consumer, items, over.signal);
      if (isStored && isOpen && last !== undefined) acknowledgeUpTo(channel, last.message);
    }
    running = undefined;
  };
  const take = (message: ConsumeMessage | null): void => {
    // The broker took the queue away, or a node of its went: the channel's owner sets everything up again.
    if (message === null) return void channel.close().catch(() => undefined);
    if (over.signal.aborted) return;
    waiting.push({ message, item: consumer.read(message) });
    running ??= storeWaiting();
  };
  channel.on('close', () => {
    isOpen = false;
    waiting.length = 0;
    over.abort();
  });
  await channel.prefetch(consumer.prefetch);
  const { consumerTag } = await channel.consume(consumer.queue, take);
  return {
    async stop() {
      over.abort();
      await running;
      if (isOpen) await channel.cancel(consumerTag).catch(() => undefined);
    },
  };
};
