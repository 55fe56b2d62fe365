import type { Channel, ChannelModel } from 'amqplib';
import type { InstanceLog } from '../../instance-log.ts';

/**
 * A channel that fails takes its connection with it, so that everything on it is set up again: a consumer whose
 * channel is gone would otherwise be silent for ever.
 */
export const tieToConnection = <C extends Channel>(model: ChannelModel, channel: C, log: InstanceLog): C => {
  // The broker's reason, such as a delivery that was not acknowledged in time.
  channel.on('error', (error) => log.warn(`RabbitMQ: ${error.message}`));
  channel.on('close', () => void model.close().catch(() => undefined));
  return channel;
};
