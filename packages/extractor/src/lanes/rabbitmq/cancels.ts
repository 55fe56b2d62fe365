import { CONTROL_EXCHANGE, ControlMessage } from '@pawprint/protocol';
import type { ChannelModel } from 'amqplib';

/**
 * Listens for requests to cancel jobs. It has a channel of its own: where the broker does not allow the exchange to this
 * instance, it gets no cancels, and everything else works.
 */
export const listenForCancels = async (
  model: ChannelModel,
  onCancel: (jobId: string) => void,
): Promise<void> => {
  const channel = await model.createChannel();
  // A refusal rejects the calls below. An error event without a listener would end the process.
  channel.on('error', () => undefined);
  await channel.assertExchange(CONTROL_EXCHANGE, 'fanout', { durable: true });
  const { queue } = await channel.assertQueue('', { exclusive: true, autoDelete: true });
  await channel.bindQueue(queue, CONTROL_EXCHANGE, '');
  const onMessage = (content: Buffer) => {
    const jobId = cancelledJobOf(content);
    if (jobId !== undefined) onCancel(jobId);
  };
  await channel.consume(queue, (message) => message && onMessage(message.content), { noAck: true });
};

/** The id of the job to cancel; undefined for any other message of the exchange. */
export const cancelledJobOf = (content: Buffer): string | undefined => {
  try {
    return ControlMessage.safeParse(JSON.parse(content.toString())).data?.job_id;
  } catch {
    return undefined;
  }
};
