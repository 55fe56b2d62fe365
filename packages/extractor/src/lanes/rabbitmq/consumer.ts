import type { Channel } from 'amqplib';
import { createDeliveries, type Delivery } from './delivery.ts';
import { messageKey } from './message-key.ts';

export interface ConsumerPorts {
  readonly queue: string;
  /** How many messages are handed over before the first is acknowledged. */
  readonly prefetch: number;
  readonly onDelivery: (delivery: Delivery) => void;
}

export interface Consumer {
  /** Takes messages over the channel from now on. */
  readonly use: (channel: Channel) => Promise<void>;
  /** Takes no more messages, on this channel and any to come. Those it has stay its own. */
  readonly stop: () => Promise<void>;
}

export const createConsumer = ({ queue, prefetch, onDelivery }: ConsumerPorts): Consumer => {
  let stopped = false;
  let cancel = async (): Promise<unknown> => undefined;
  return {
    async use(channel) {
      const deliveryOf = createDeliveries(channel, messageKey);
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
