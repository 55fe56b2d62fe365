import type { Channel, ChannelModel } from 'amqplib';

/**
 * A channel that fails takes its connection with it, so that everything on it is set up again: a consumer whose
 * channel is gone would otherwise be silent for ever.
 */
export const tieToConnection = <C extends Channel>(model: ChannelModel, channel: C): C => {
  const renew = (): void => void model.close().catch(() => undefined);
  // Followed by `close`; unheard it would end the process.
  channel.on('error', () => undefined);
  channel.on('close', renew);
  return channel;
};
