import { connect } from 'amqplib';
import type { RabbitBroker } from './rabbitmq-broker.ts';

export interface BrokerTrace {
  /** Every message so far that was published or delivered: its properties, headers and body as text. */
  readonly messages: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** Where a broker whose tracing is on publishes a copy of each message. */
const TRACE_EXCHANGE = 'amq.rabbitmq.trace';

/** Copies every message that passes through a virtual host from now on. */
export const traceMessages = async (
  broker: RabbitBroker,
  host: { readonly name: string; readonly url: string },
): Promise<BrokerTrace> => {
  await broker.ctl('trace_on', '-p', host.name);
  const connection = await connect(host.url);
  const channel = await connection.createChannel();
  const { queue } = await channel.assertQueue('', { exclusive: true });
  await channel.bindQueue(queue, TRACE_EXCHANGE, '#');
  const messages: string[] = [];
  await channel.consume(
    queue,
    (message) => {
      if (message)
        messages.push(`${JSON.stringify(message.properties)}\n${message.content.toString('utf8')}`);
    },
    { noAck: true },
  );
  return {
    messages: () => messages,
    close: async () => {
      await connection.close();
      await broker.ctl('trace_off', '-p', host.name);
    },
  };
};
