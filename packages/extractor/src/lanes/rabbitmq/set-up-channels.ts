import { HEARTBEAT_EXCHANGE } from '@pawprint/protocol';
import type { ChannelModel } from 'amqplib';
import type { InstanceLog } from '../../instance-log.ts';
import { errorText } from '../../job/error-text.ts';
import { listenForCancels } from './cancel-orders.ts';
import type { Consumer } from './consumer.ts';
import type { Outbox } from './outbox.ts';
import { tieToConnection } from './tie-to-connection.ts';

export interface ChannelPorts {
  readonly outbox: Outbox;
  readonly consumer: Consumer;
  readonly cancel: (jobId: string) => void;
  readonly log: InstanceLog;
}

/** Everything that a new connection needs: reports of before go out first, then messages come in. */
export const setUpChannels =
  ({ outbox, consumer, cancel, log }: ChannelPorts) =>
  async (model: ChannelModel): Promise<void> => {
    const out = tieToConnection(model, await model.createConfirmChannel(), log);
    await out.assertExchange(HEARTBEAT_EXCHANGE, 'fanout', { durable: true });
    await listenForCancels(model, cancel).catch((error: unknown) =>
      log.warn(`Requests to cancel jobs are not heard: ${errorText(error)}`),
    );
    outbox.use(out);
    await consumer.use(tieToConnection(model, await model.createChannel(), log));
  };
