import { withTimeLimit } from '@pawprint/async';
import type { Message, Options } from 'amqplib';

export interface OutgoingMessage {
  /** Empty for the exchange that routes to the queue named by the routing key. */
  readonly exchange: string;
  readonly routingKey: string;
  readonly content: Buffer;
  /** A mandatory message needs a `messageId` that no other one under way has: the broker returns it under that. */
  readonly options: Options.Publish;
}

/** What became of a message. */
export type Publication =
  | { readonly outcome: 'confirmed' }
  /** The broker has no queue for this mandatory message, and has dropped it. */
  | { readonly outcome: 'unroutable'; readonly reason: string }
  /** No connection, a connection that broke before the confirm, or a refusal. The broker may have the message or not. */
  | { readonly outcome: 'unsent'; readonly reason: string };

/** The broker has not answered within the time limit. */
export interface Unanswered {
  readonly outcome: 'unanswered';
  /** Resolves when the broker answers after all, or the connection breaks. */
  readonly later: Promise<Publication>;
}

/** What is needed of a confirm channel. */
export interface PublishChannel {
  publish(
    exchange: string,
    routingKey: string,
    content: Buffer,
    options: Options.Publish,
    confirm: (error: unknown) => void,
  ): unknown;
  on(event: 'return', listener: (message: Message) => void): unknown;
  prependOnceListener(event: 'close', listener: () => void): unknown;
}

/** Publishes messages, and reports what became of each. */
export interface Publisher {
  /** Resolves when the broker has answered or the connection has broken, however long that takes. Never rejects. */
  readonly publish: (message: OutgoingMessage) => Promise<Publication>;
  /** The same, but resolves after `limitMs` milliseconds at the latest. */
  readonly publishWithin: (limitMs: number, message: OutgoingMessage) => Promise<Publication | Unanswered>;
  /** Sets the channel for all messages to come: call it in the setup of each connection. */
  readonly use: (channel: PublishChannel) => void;
  /** Whether there is a channel. */
  readonly isOpen: () => boolean;
}

interface Pending {
  readonly message: OutgoingMessage;
  readonly settle: (publication: Publication) => void;
}

/** Creates a publisher without a channel: until `use` is called every message is unsent. */
export const createPublisher = (): Publisher => {
  const allPending = new Set<Pending>();
  let channel: PublishChannel | undefined;

  /** Comes before the confirm, which the broker sends for returned messages too. */
  const onReturn = ({ properties, fields }: Message): void => {
    const isReturned = ({ message }: Pending): boolean => message.options.messageId === properties.messageId;
    const reason = `there is no queue ${fields.routingKey}`;
    [...allPending].find(isReturned)?.settle({ outcome: 'unroutable', reason });
  };
  const onClose = (closed: PublishChannel): void => {
    if (channel !== closed) return;
    channel = undefined;
    for (const { settle } of allPending) settle({ outcome: 'unsent', reason: 'the connection broke' });
  };
  const send = ({ message, settle }: Pending, to: PublishChannel): void => {
    const { exchange, routingKey, content, options } = message;
    try {
      to.publish(exchange, routingKey, content, options, (error: unknown) =>
        settle(error ? { outcome: 'unsent', reason: 'the broker refused it' } : { outcome: 'confirmed' }),
      );
    } catch (error) {
      // The channel is closing.
      settle({ outcome: 'unsent', reason: String(error) });
    }
  };
  const publish: Publisher['publish'] = (message) =>
    new Promise((resolve) => {
      if (channel === undefined) return resolve({ outcome: 'unsent', reason: 'the broker is away' });
      const settle = (publication: Publication): void => {
        allPending.delete(pending);
        resolve(publication);
      };
      const pending: Pending = { message, settle };
      allPending.add(pending);
      send(pending, channel);
    });
  return {
    publish,
    publishWithin(limitMs, message) {
      const later = publish(message);
      return withTimeLimit(later, limitMs, (): Unanswered => ({ outcome: 'unanswered', later }));
    },
    use(next) {
      channel = next;
      next.on('return', onReturn);
      // Before amqplib's own listener, which answers all pending messages as if the broker had refused them.
      next.prependOnceListener('close', () => onClose(next));
    },
    isOpen: () => channel !== undefined,
  };
};
