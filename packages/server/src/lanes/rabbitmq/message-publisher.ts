import type { OutgoingMessage, Publication, Publisher, Unanswered } from '@pawprint/amqp';

/** A message for an extractor's queue. */
export interface JobMessage {
  /** The id of its job, or a new one where the job is unknown. No other message under way has the same. */
  readonly id: string;
  readonly queue: string;
  /** The queue for reports about the job. */
  readonly replyTo: string;
  readonly json: Uint8Array;
}

/** What became of a message within its time limit. */
export type PublishResult = Publication | Unanswered;

export interface MessagePublisher {
  /** Resolves when the broker has answered or the connection has broken, or after `limitMs` milliseconds. Never rejects. */
  publish(message: JobMessage, limitMs: number): Promise<PublishResult>;
}

export const createMessagePublisher = (publisher: Pick<Publisher, 'publishWithin'>): MessagePublisher => ({
  publish: (message, limitMs) => publisher.publishWithin(limitMs, outgoingMessage(message)),
});

/** Mandatory: the broker reports a queue that does not exist, where it would otherwise drop the message and confirm it. */
const outgoingMessage = ({ id, queue, replyTo, json }: JobMessage): OutgoingMessage => ({
  exchange: '',
  routingKey: queue,
  content: Buffer.from(json.buffer, json.byteOffset, json.byteLength),
  options: {
    appId: 'pawprint',
    contentType: 'application/json',
    persistent: true,
    mandatory: true,
    messageId: id,
    correlationId: id,
    replyTo,
  },
});
