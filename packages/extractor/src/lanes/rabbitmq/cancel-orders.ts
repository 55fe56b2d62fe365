import { CONTROL_EXCHANGE, ControlMessage } from '@pawprint/protocol';
import type { ChannelModel } from 'amqplib';

/** The job that the server asks to stop; undefined for anything else that is said there. */
export const cancelledJobOf = (content: Buffer): string | undefined => {
  try {
    return ControlMessage.safeParse(JSON.parse(content.toString())).data?.job_id;
  } catch {
    return undefined;
  }
};

/**
 * Listens for requests to cancel, on a channel of its own: a broker that does not let this instance have the exchange
 * costs it the cancels and nothing else.
 */
export const listenForCancels = async (
  model: ChannelModel,
  onCancel: (jobId: string) => void,
): Promise<void> => {
  const channel = await model.createChannel();
  // A refusal rejects below as well; unheard it would end the process.
  channel.on('error', () => undefined);
  await channel.assertExchange(CONTROL_EXCHANGE, 'fanout', { durable: true });
  const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true });
  await channel.bindQueue(queue, CONTROL_EXCHANGE, '');
  const hear = (content: Buffer) => {
    const jobId = cancelledJobOf(content);
    if (jobId !== undefined) onCancel(jobId);
  };
  await channel.consume(queue, (message) => message && hear(message.content), { noAck: true });
};
