import { createHash } from 'node:crypto';
import type { ConsumeMessage } from 'amqplib';

/**
 * The same for every delivery of one message and different for any other, retries of the same job included: the broker
 * changes nothing of a message that it delivers again.
 */
export const messageKey = ({ content, properties }: ConsumeMessage): string =>
  createHash('sha256')
    .update(JSON.stringify([properties.correlationId, properties.messageId]))
    .update(content)
    .digest('base64');
