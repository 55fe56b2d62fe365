import type { ConfirmChannel, Options } from 'amqplib';

/** From the broker's refusal of a message to sending it again. */
const PAUSE_AFTER_REFUSAL_MS = 1_000;

export interface OutgoingMessage {
  readonly exchange: string;
  readonly routingKey: string;
  readonly content: Buffer;
  readonly options: Options.Publish;
}

/** What is needed of a confirm channel. */
export interface SendingChannel extends Pick<ConfirmChannel, 'publish'> {
  once(event: 'close', listener: () => void): unknown;
}

/** Messages on their way to the broker. */
export interface Outbox {
  /** Resolves when the broker has the message, however long it is away. Rejects only when the outbox is closed. */
  readonly publish: (message: OutgoingMessage) => Promise<void>;
  /** The channel from now on: what no other has confirmed is sent again, in the order it was given. */
  readonly use: (channel: SendingChannel) => void;
  /** Whether a broker is there to take a message. */
  readonly isOpen: () => boolean;
  readonly close: () => void;
}

interface Waiting extends OutgoingMessage {
  readonly sent: () => void;
  readonly failed: (error: Error) => void;
}

const CLOSED = 'The instance has no time left to wait for the broker.';

/** Keeps the order and loses nothing; a message that the broker took and did not confirm in time arrives twice. */
export const createOutbox = (): Outbox => {
  const waiting = new Set<Waiting>();
  let channel: SendingChannel | undefined;
  let closed = false;

  const confirmed = (message: Waiting) => {
    waiting.delete(message);
    message.sent();
  };
  const refused = (message: Waiting, by: SendingChannel) => {
    setTimeout(() => {
      if (channel === by && waiting.has(message)) send(message, by);
    }, PAUSE_AFTER_REFUSAL_MS);
  };
  const send = (message: Waiting, by: SendingChannel) => {
    const { exchange, routingKey, content, options } = message;
    try {
      // A channel that breaks answers with an error too: the next one sends what is left.
      by.publish(exchange, routingKey, content, options, (error: unknown) =>
        error ? refused(message, by) : confirmed(message),
      );
    } catch {
      // The channel is closing: as above.
    }
  };
  return {
    publish: (message) =>
      new Promise((sent, failed) => {
        if (closed) return failed(new Error(CLOSED));
        const item = { ...message, sent, failed };
        waiting.add(item);
        if (channel) send(item, channel);
      }),
    use(next) {
      channel = next;
      next.once('close', () => {
        if (channel === next) channel = undefined;
      });
      for (const message of waiting) send(message, next);
    },
    isOpen: () => channel !== undefined && !closed,
    close() {
      closed = true;
      for (const message of waiting) message.failed(new Error(CLOSED));
      waiting.clear();
    },
  };
};
