import { createPublisher, type OutgoingMessage, type PublishChannel } from '@pawprint/amqp';
import { sleep } from '@pawprint/async';

/** The pause before a message that the broker refused, or had no queue for, is sent again. */
const PAUSE_AFTER_REFUSAL_MS = 1_000;

/** A queue that was missing for so many tries, ten minutes, is not there any more: nobody waits for the message. */
const MOST_TRIES_WITHOUT_QUEUE = 600;

/** Messages on their way to the broker. */
export interface Outbox {
  /**
   * Resolves when the broker has confirmed the message, however long that takes, or when its queue has been missing for ten
   * minutes. Rejects only if the outbox is closed.
   */
  readonly publish: (message: OutgoingMessage) => Promise<void>;
  /** Sets the channel to use from now on. Messages that were not confirmed are sent again on it, in order. */
  readonly use: (channel: PublishChannel) => void;
  /** Whether there is a connection to send over. */
  readonly isOpen: () => boolean;
  readonly close: () => void;
}

interface Waiting {
  readonly message: OutgoingMessage;
  triesWithoutQueue: number;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

const CLOSED = 'The instance has no time left to wait for the broker.';

/** Keeps the order and loses nothing. A message whose confirm is lost arrives twice. */
export const createOutbox = (): Outbox => {
  const publisher = createPublisher();
  const allWaiting = new Set<Waiting>();
  const closing = new AbortController();
  let channel: PublishChannel | undefined;

  const send = async (waiting: Waiting): Promise<void> => {
    const usedChannel = channel;
    const { outcome } = await publisher.publish(waiting.message);
    if (outcome === 'unroutable') waiting.triesWithoutQueue += 1;
    if (outcome === 'confirmed' || waiting.triesWithoutQueue >= MOST_TRIES_WITHOUT_QUEUE) {
      allWaiting.delete(waiting);
      return waiting.resolve();
    }
    await sleep(PAUSE_AFTER_REFUSAL_MS, closing.signal);
    // Another channel has sent it again already; without a channel the next one will.
    if (channel === usedChannel && publisher.isOpen() && allWaiting.has(waiting)) await send(waiting);
  };
  return {
    publish: (message) =>
      new Promise((resolve, reject) => {
        if (closing.signal.aborted) return reject(new Error(CLOSED));
        const waiting = { message, triesWithoutQueue: 0, resolve, reject };
        allWaiting.add(waiting);
        if (publisher.isOpen()) void send(waiting);
      }),
    use(next) {
      channel = next;
      publisher.use(next);
      for (const waiting of allWaiting) void send(waiting);
    },
    isOpen: () => publisher.isOpen() && !closing.signal.aborted,
    close() {
      closing.abort();
      for (const { reject } of allWaiting) reject(new Error(CLOSED));
      allWaiting.clear();
    },
  };
};
