import { createHash } from 'node:crypto';
import type { Channel, ConsumeMessage } from 'amqplib';

interface ConsumerPorts {
  readonly queue: string;
  /** How many messages the broker delivers before the first is acknowledged. */
  readonly prefetch: number;
  readonly onDelivery: (delivery: Delivery) => void;
}

export interface Consumer {
  /** Sets the channel to consume on from now on. */
  readonly use: (channel: Channel) => Promise<void>;
  /** Consumes no more, on this channel or a later one. Messages that were delivered before remain with this process. */
  readonly stop: () => Promise<void>;
}

export const createConsumer = ({ queue, prefetch, onDelivery }: ConsumerPorts): Consumer => {
  let stopped = false;
  let cancel = async (): Promise<unknown> => undefined;
  return {
    async use(channel) {
      const deliveryOf = deliveriesOn(channel);
      await channel.prefetch(prefetch);
      if (stopped) return;
      const { consumerTag } = await channel.consume(queue, (message) => {
        if (!message) return void channel.close().catch(() => undefined);
        const delivery = deliveryOf(message);
        if (stopped) delivery.putBack();
        else onDelivery(delivery);
      });
      cancel = () => channel.cancel(consumerTag);
    },
    async stop() {
      stopped = true;
      await cancel().catch(() => undefined);
    },
  };
};

/** A message as it was delivered to this process. When its channel closes, the broker delivers the message again. */
export interface Delivery {
  readonly content: Buffer;
  readonly properties: ConsumeMessage['properties'];
  /** The broker delivered the message before, and got neither an acknowledgement nor the message back. */
  readonly redelivered: boolean;
  /** The same for every delivery of the same message. */
  readonly key: string;
  /** The channel has closed. */
  readonly isLost: () => boolean;
  /** Lets the broker remove the message. Does nothing for a lost delivery. */
  readonly acknowledge: () => void;
  /** Lets the broker deliver the message to the next instance at once. Does nothing for a lost delivery. */
  readonly putBack: () => void;
}

const deliveriesOn = (channel: Channel): ((message: ConsumeMessage) => Delivery) => {
  let isOpen = true;
  channel.once('close', () => {
    isOpen = false;
  });
  const settleWhileOpen = (settle: () => void): void => {
    if (!isOpen) return;
    try {
      settle();
    } catch {
      // The channel is closing, and the delivery is lost.
    }
  };
  return (message) => ({
    content: message.content,
    properties: message.properties,
    redelivered: message.fields.redelivered,
    key: messageKey(message),
    isLost: () => !isOpen,
    acknowledge: () => settleWhileOpen(() => channel.ack(message)),
    putBack: () => settleWhileOpen(() => channel.nack(message, false, true)),
  });
};

/**
 * The same for every delivery of one message and different for any other, retries of the same job included: the broker
 * changes nothing in a message that it delivers again.
 */
const messageKey = ({ content, properties }: ConsumeMessage): string =>
  createHash('sha256')
    .update(JSON.stringify([properties.correlationId, properties.messageId]))
    .update(content)
    .digest('base64');
