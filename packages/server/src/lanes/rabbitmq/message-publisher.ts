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

/** Called before each message is sent. Its headers go along, and `end` is called with what became of it. */
export type TracePublish = (message: Pick<JobMessage, 'id' | 'queue'>) => {
  readonly headers: Readonly<Record<string, string>>;
  readonly end: (outcome: PublishResult['outcome']) => void;
};

/** @param trace null where nothing is traced */
export const createMessagePublisher = (
  publisher: Pick<Publisher, 'publishWithin'>,
  trace: TracePublish | null = null,
): MessagePublisher => ({
  async publish(message, limitMs) {
    const span = trace?.(message);
    const result = await publisher.publishWithin(limitMs, outgoingMessage(message, span?.headers));
    span?.end(result.outcome);
    return result;
  },
});

/** Mandatory: the broker reports a queue that does not exist, where it would otherwise drop the message and confirm it. */
const outgoingMessage = (
  { id, queue, replyTo, json }: JobMessage,
  headers?: Readonly<Record<string, string>>,
): OutgoingMessage => ({
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
    ...(headers && { headers }),
  },
});
