import type { ConfirmChannel, Message } from 'amqplib';

/** A message for one queue. Persistent, and confirmed by the broker or not sent. */
export interface OutgoingMessage {
  /** Names it among those on their way. */
  readonly id: string;
  readonly queue: string;
  readonly body: unknown;
  readonly replyTo: string;
}

export type Delivery =
  | { readonly outcome: 'confirmed' }
  /** The broker has no such queue: nothing was sent. */
  | { readonly outcome: 'unroutable'; readonly reason: string }
  /** The broker was not there, or went before it confirmed. It may have the message or not. */
  | { readonly outcome: 'unsent'; readonly reason: string };

/** Sends messages, each with the broker's word that it has it. */
export interface MessagePublisher {
  /** Resolves when the broker has answered, or is gone. Never rejects. */
  publish(message: OutgoingMessage): Promise<Delivery>;
  /** The channel to use from now on; ends what was under way on the last one. */
  use(channel: ConfirmChannel): void;
}

type Settle = (delivery: Delivery) => void;

const propertiesOf = ({ id, replyTo }: OutgoingMessage) => ({
  appId: 'pawprint',
  contentType: 'application/json',
  persistent: true,
  mandatory: true,
  messageId: id,
  correlationId: id,
  replyTo,
});

const send = (channel: ConfirmChannel, message: OutgoingMessage, settle: Settle): void => {
  const body = Buffer.from(JSON.stringify(message.body));
  channel.sendToQueue(message.queue, body, propertiesOf(message), (error: unknown) =>
    settle(
      error === null || error === undefined
        ? { outcome: 'confirmed' }
        : { outcome: 'unsent', reason: 'the broker refused it' },
    ),
  );
};

export const createMessagePublisher = (): MessagePublisher => {
  const underWay = new Map<string, Settle>();
  let channel: ConfirmChannel | undefined;

  /** Comes before the confirmation, which every returned message gets as well. */
  const returned = ({ properties, fields }: Message): void => {
    const reason = `there is no queue ${fields.routingKey}`;
    underWay.get(String(properties.messageId))?.({ outcome: 'unroutable', reason });
  };
  const gone = (lost: ConfirmChannel): void => {
    if (channel !== lost) return;
    channel = undefined;
    for (const settle of underWay.values()) settle({ outcome: 'unsent', reason: 'the broker went away' });
  };
  return {
    publish: (message) =>
      new Promise((resolve) => {
        const settle: Settle = (delivery) => {
          underWay.delete(message.id);
          resolve(delivery);
        };
        if (channel === undefined) return settle({ outcome: 'unsent', reason: 'the broker is away' });
        underWay.set(message.id, settle);
        try {
          send(channel, message, settle);
        } catch (error) {
          settle({ outcome: 'unsent', reason: String(error) });
        }
      }),
    use(next) {
      channel = next;
      next.on('return', returned);
      next.on('close', () => gone(next));
    },
  };
};
