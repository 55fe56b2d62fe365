import { setImmediate } from 'node:timers/promises';
import { retry } from '@pawprint/async';
import type { Channel, ConsumeMessage } from 'amqplib';

export interface BatchConsumer<Item> {
  readonly queue: string;
  /** How many deliveries may be unacknowledged at a time. */
  readonly prefetch: number;
  /** The most items in one batch. */
  readonly maxBatch: number;
  readonly read: (message: ConsumeMessage) => Item;
  /** Resolves when the batch is stored; it is acknowledged then. When it rejects, the same batch is stored again. */
  readonly store: (batch: readonly Item[]) => Promise<unknown>;
  /** Called each time a batch could not be stored. */
  readonly onError: (error: unknown) => void;
  /**
   * A process that did not run for longer than this begins no other batch and closes the channel: the broker may have
   * given the deliveries to another consumer meanwhile, of which this one hears only later. In milliseconds; by default
   * without limit.
   */
  readonly pauseLimitMs?: number;
}

export interface Consuming {
  /** Finishes what is being stored, and begins no other batch. The broker delivers again what was not stored. */
  readonly stop: () => Promise<void>;
}

interface Waiting<Item> {
  readonly message: ConsumeMessage;
  readonly item: Item;
}

const BACKOFF = { firstMs: 200, longestMs: 15_000 };

/** Tries until the batch is stored, so that no later batch overtakes it. False where the consumer ended before. */
const storeBatch = async <Item>(
  { store, onError }: BatchConsumer<Item>,
  batch: readonly Item[],
  signal: AbortSignal,
): Promise<boolean> => {
  const tryToStore = async (): Promise<true> => {
    try {
      await store(batch);
      return true;
    } catch (error) {
      onError(error);
      throw error;
    }
  };
  return retry(tryToStore, { ...BACKOFF, signal }).catch(() => false);
};

/** Throws on a channel that is closing: the broker delivers the batch again then, to be recognised as a repeat. */
const acknowledgeUpTo = (channel: Channel, message: ConsumeMessage): void => {
  try {
    channel.ack(message, true);
  } catch {
    // As above.
  }
};

/** Calls back after the process has not run for longer than the limit: timers come before what has arrived meanwhile. */
const watchPauses = (limitMs: number | undefined, onPause: () => void): NodeJS.Timeout | undefined => {
  if (limitMs === undefined) return undefined;
  let last = performance.now();
  const timer = setInterval(() => {
    const now = performance.now();
    if (now - last > limitMs) onPause();
    last = now;
  }, limitMs / 8);
  return timer.unref();
};

/**
 * Consumes a queue in batches, in order: while one batch is stored, the next one gathers. A whole batch is acknowledged
 * at once, after it is stored. When the channel closes, the broker delivers again what was not acknowledged.
 */
export const consumeBatches = async <Item>(
  channel: Channel,
  consumer: BatchConsumer<Item>,
): Promise<Consuming> => {
  const waiting: Waiting<Item>[] = [];
  const stopping = new AbortController();
  const { signal } = stopping;
  let isOpen = true;
  let storing: Promise<void> | undefined;

  const storeWaiting = async (): Promise<void> => {
    // Deliveries that arrived in the same read of the socket join the batch.
    await setImmediate();
    while (waiting.length > 0 && !signal.aborted) {
      const batch = waiting.splice(0, consumer.maxBatch);
      const items = batch.map(({ item }) => item);
      const last = batch.at(-1);
      const isStored = await storeBatch(consumer, items, signal);
      if (isStored && isOpen && last !== undefined) acknowledgeUpTo(channel, last.message);
    }
    storing = undefined;
  };
  const onMessage = (message: ConsumeMessage | null): void => {
    // The broker cancelled the consumer, because its queue or its node was removed. The channel's owner sets all up again.
    if (message === null) return void channel.close().catch(() => undefined);
    if (signal.aborted) return;
    waiting.push({ message, item: consumer.read(message) });
    storing ??= storeWaiting();
  };
  const forget = (): void => {
    waiting.length = 0;
    stopping.abort();
  };
  const pauses = watchPauses(consumer.pauseLimitMs, () => {
    forget();
    void channel.close().catch(() => undefined);
  });
  channel.on('close', () => {
    isOpen = false;
    clearInterval(pauses);
    forget();
  });
  await channel.prefetch(consumer.prefetch);
  const { consumerTag } = await channel.consume(consumer.queue, onMessage);
  return {
    async stop() {
      clearInterval(pauses);
      stopping.abort();
      await storing;
      if (isOpen) await channel.cancel(consumerTag).catch(() => undefined);
    },
  };
};
