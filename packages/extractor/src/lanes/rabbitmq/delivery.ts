import type { Channel, ConsumeMessage } from 'amqplib';

/** A message as it was handed to this process. Good for as long as its channel: then the broker delivers it anew. */
export interface Delivery {
  readonly content: Buffer;
  readonly properties: ConsumeMessage['properties'];
  /** The broker had handed it to somebody before, who went without a word. */
  readonly redelivered: boolean;
  /** The same for every delivery of the same message. */
  readonly key: string;
  readonly isLost: () => boolean;
  /** The broker may forget it. Nothing happens to a lost one. */
  readonly acknowledge: () => void;
  /** The broker hands it to the next instance at once. Nothing happens to a lost one, which it does with already. */
  readonly putBack: () => void;
}

/** Until its channel says that it has closed, and where that comes too late, acting on it throws. */
const act = (isOpen: () => boolean, what: () => void): void => {
  if (!isOpen()) return;
  try {
    what();
  } catch {
    // It is closing: the delivery is lost.
  }
};

/** Names the messages of one channel's deliveries. */
export const createDeliveries = (
  channel: Channel,
  keyOf: (message: ConsumeMessage) => string,
): ((message: ConsumeMessage) => Delivery) => {
  let open = true;
  const isOpen = () => open;
  channel.once('close', () => {
    open = false;
  });
  return (message) => ({
    content: message.content,
    properties: message.properties,
    redelivered: message.fields.redelivered,
    key: keyOf(message),
    isLost: () => !open,
    acknowledge: () => act(isOpen, () => channel.ack(message)),
    putBack: () => act(isOpen, () => channel.nack(message, false, true)),
  });
};
