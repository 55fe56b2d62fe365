import { EXTRACTOR_QUEUE_OPTIONS, errorQueueOf, HEARTBEAT_EXCHANGE } from '@pawprint/protocol';
import type { Channel, ChannelModel } from 'amqplib';
import type { InstanceLog } from '../../instance-log.ts';
import { errorText } from '../../job/error-text.ts';
import { listenForCancels } from './cancel-orders.ts';
import type { Consumer } from './consumer.ts';
import type { Outbox } from './outbox.ts';
import { tieToConnection } from './tie-to-connection.ts';

export interface ChannelPorts {
  readonly queue: string;
  readonly outbox: Outbox;
  readonly consumer: Consumer;
  readonly cancel: (jobId: string) => void;
  readonly log: InstanceLog;
}

/** Before the first heartbeat: a server that hears it may send a job at once. */
const declare = async (channel: Channel, queue: string): Promise<void> => {
  await channel.assertExchange(HEARTBEAT_EXCHANGE, 'fanout', { durable: true });
  await channel.assertQueue(errorQueueOf(queue), EXTRACTOR_QUEUE_OPTIONS);
  await channel.assertQueue(queue, EXTRACTOR_QUEUE_OPTIONS);
};

/** Everything that a new connection needs: reports of before go out first, then messages come in. */
export const setUpChannels =
  ({ queue, outbox, consumer, cancel, log }: ChannelPorts) =>
  async (model: ChannelModel): Promise<void> => {
    const out = tieToConnection(model, await model.createConfirmChannel(), log);
    await declare(out, queue);
    await listenForCancels(model, cancel).catch((error: unknown) =>
      log.warn(`Requests to cancel jobs are not heard: ${errorText(error)}`),
    );
    outbox.use(out);
    await consumer.use(tieToConnection(model, await model.createChannel(), log));
  };
