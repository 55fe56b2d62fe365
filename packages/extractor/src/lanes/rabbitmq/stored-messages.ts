import { errorQueueOf, HEADERS } from '@pawprint/protocol';
import type { Options } from 'amqplib';
import type { Delivery } from './delivery.ts';
import type { OutgoingMessage } from './outbox.ts';

/** Everything a later reader of the message may need: where to report to, and which job it belongs to. */
const propertiesOf = ({ properties }: Delivery): Options.Publish => {
  const { contentType, contentEncoding, replyTo, correlationId, messageId, appId, type } = properties;
  const kept = { contentType, contentEncoding, replyTo, correlationId, messageId, appId, type };
  return {
    ...Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)),
    headers: { ...properties.headers },
    persistent: true,
  };
};

/** The message for another try. A retry that forgot its job's name, as pyClowder's does, could not be told apart. */
export const retryOf = (
  queue: string,
  delivery: Delivery,
  body: Record<string, unknown>,
): OutgoingMessage => ({
  exchange: '',
  routingKey: queue,
  content: Buffer.from(JSON.stringify(body)),
  options: propertiesOf(delivery),
});

/** The message as it came, for the queue in which people look for what went wrong. */
export const errorCopyOf = (queue: string, delivery: Delivery, reason: string): OutgoingMessage => {
  const options = propertiesOf(delivery);
  return {
    exchange: '',
    routingKey: errorQueueOf(queue),
    content: delivery.content,
    options: { ...options, headers: { ...options.headers, [HEADERS.reason]: reason } },
  };
};
