import type { QueueChannel, WithChannel } from '../packages/server/src/lanes/rabbitmq/inspect-queue.ts';
import type { PublishResult } from '../packages/server/src/lanes/rabbitmq/message-publisher.ts';
import type { RawDelivery } from '../packages/server/src/model/report.ts';
import type { Timeline } from './timeline.ts';

/** A message, with what its receiver uses of it. */
export interface Message {
  readonly jobId: string;
  readonly resourceId: string;
  readonly attempt: number;
  /** How often pyClowder has put it back. */
  readonly retries: number;
  readonly correlationId: string | undefined;
  readonly redelivered: boolean;
}

/** One process that takes one message at a time. */
export interface Consumer {
  deliver(message: Message, acknowledge: () => void): void;
  /** The connection broke, or the queue was deleted. What was delivered and not acknowledged is delivered to another. */
  disconnected(): void;
}

/** What extractors have sent to the server. */
export interface Sent {
  readonly reports: RawDelivery[];
  readonly heartbeats: RawDelivery[];
}

interface Queue {
  ready: Message[];
  /** Each consumer with the message it has. */
  readonly consumers: Map<Consumer, Message | null>;
}

const DELIVERY_MS = 20;

/**
 * RabbitMQ as far as the lane uses it, in injected time: durable queues, one unacknowledged message for each consumer,
 * mandatory messages, exchanges that are deleted with the queue bound to them.
 */
export class Broker {
  readonly #timeline: Timeline;
  readonly #replyQueue: string;
  readonly #queues = new Map<string, Queue>();
  /** Exchanges by name, with the queue that is bound to each. */
  readonly #watches = new Map<string, string | null>();
  readonly #sent: Sent = { reports: [], heartbeats: [] };
  #isUp = true;

  constructor(timeline: Timeline, replyQueue: string) {
    this.#timeline = timeline;
    this.#replyQueue = replyQueue;
  }

  isUp(): boolean {
    return this.#isUp;
  }

  declareQueue(name: string): void {
    if (!this.#queues.has(name)) this.#queues.set(name, { ready: [], consumers: new Map() });
  }

  /** As an operator does. Returns the jobs whose messages are lost, also those that consumers have. */
  deleteQueue(name: string): readonly string[] {
    const queue = this.#queues.get(name);
    if (queue === undefined) return [];
    const lost = messagesIn(queue).map(({ jobId }) => jobId);
    this.#queues.delete(name);
    for (const [watch, bound] of this.#watches) if (bound === name) this.#watches.delete(watch);
    for (const consumer of queue.consumers.keys()) consumer.disconnected();
    return lost;
  }

  consume(name: string, consumer: Consumer): void {
    this.#queues.get(name)?.consumers.set(consumer, null);
    this.#deliver(name);
  }

  disconnect(name: string, consumer: Consumer): void {
    const queue = this.#queues.get(name);
    if (queue === undefined) return;
    putBack(queue, consumer);
    this.#deliver(name);
  }

  publish(name: string, message: Message): PublishResult {
    if (!this.#isUp) return { outcome: 'unsent', reason: 'RabbitMQ is away' };
    const queue = this.#queues.get(name);
    if (queue === undefined) return { outcome: 'unroutable', reason: `RabbitMQ has no queue ${name}` };
    queue.ready.push(message);
    this.#deliver(name);
    return { outcome: 'confirmed' };
  }

  /** All connections break; queues and messages stay. */
  stop(): void {
    this.#isUp = false;
    for (const queue of this.#queues.values()) {
      const consumers = [...queue.consumers.keys()];
      for (const consumer of consumers) {
        putBack(queue, consumer);
        consumer.disconnected();
      }
    }
  }

  start(): void {
    this.#isUp = true;
    for (const name of this.#queues.keys()) this.#deliver(name);
  }

  /** Whether a message of this job is in a queue or with a consumer. */
  hasMessage(name: string, jobId: string): boolean {
    const queue = this.#queues.get(name);
    return queue !== undefined && messagesIn(queue).some((each) => each.jobId === jobId);
  }

  /** Whether a message is in any queue or with any consumer. */
  hasMessages(): boolean {
    return [...this.#queues.values()].some((queue) => messagesIn(queue).length > 0);
  }

  /** A message for the server. It is lost without a connection: pyClowder waits for no confirm. */
  send(kind: keyof Sent, message: RawDelivery): void {
    if (this.#isUp) this.#sent[kind].push(message);
  }

  /** Hands over what was sent so far, in the order of arrival. */
  receive(): Sent {
    return { reports: this.#sent.reports.splice(0), heartbeats: this.#sent.heartbeats.splice(0) };
  }

  /** What the server asks of the broker. */
  readonly withChannel: WithChannel = async (run) => {
    if (!this.#isUp) return undefined;
    const reported = (name: string) => (name === this.#replyQueue ? this.#sent.reports.length : undefined);
    return run(channelTo({ queues: this.#queues, watches: this.#watches, reported }));
  };

  /** Gives every consumer that has no message the next one. */
  #deliver(name: string): void {
    const queue = this.#queues.get(name);
    if (queue === undefined || !this.#isUp) return;
    for (const [consumer, held] of queue.consumers) {
      if (held !== null) continue;
      const message = queue.ready.shift();
      if (message === undefined) return;
      queue.consumers.set(consumer, message);
      this.#timeline.after(DELIVERY_MS, () => this.#handOver(name, queue, consumer, message));
    }
  }

  #handOver(name: string, queue: Queue, consumer: Consumer, message: Message): void {
    // It may have been disconnected meanwhile.
    if (queue.consumers.get(consumer) !== message) return;
    consumer.deliver(message, () => {
      if (queue.consumers.get(consumer) !== message) return;
      queue.consumers.set(consumer, null);
      this.#deliver(name);
    });
  }
}

const messagesIn = ({ ready, consumers }: Queue): readonly Message[] => [
  ...ready,
  ...[...consumers.values()].filter((held) => held !== null),
];

const putBack = (queue: Queue, consumer: Consumer): void => {
  const held = queue.consumers.get(consumer);
  queue.consumers.delete(consumer);
  if (held) queue.ready.unshift({ ...held, redelivered: true });
};

interface ChannelState {
  readonly queues: ReadonlyMap<string, Queue>;
  /** Exchanges by name, with the queue that is bound to each. */
  readonly watches: Map<string, string | null>;
  /** How many messages are in the queue for reports; undefined for other queues. */
  readonly reported: (queue: string) => number | undefined;
}

/** The methods of amqplib's channel that the server uses. */
const channelTo = ({ queues, watches, reported }: ChannelState): QueueChannel => ({
  async checkQueue(name) {
    const queue = queues.get(name);
    const messageCount = reported(name) ?? queue?.ready.length;
    if (messageCount === undefined) throw notFound(name);
    return { queue: name, messageCount, consumerCount: queue?.consumers.size ?? 0 };
  },
  async checkExchange(exchange) {
    if (!watches.has(exchange)) throw notFound(exchange);
    return {};
  },
  async assertExchange(exchange) {
    if (!watches.has(exchange)) watches.set(exchange, null);
    return { exchange };
  },
  async bindQueue(queue, watch) {
    if (!queues.has(queue)) throw notFound(queue);
    watches.set(watch, queue);
    return {};
  },
  async deleteExchange(exchange) {
    watches.delete(exchange);
    return {};
  },
  // Error queues are not simulated: they have no messages.
  get: async () => false,
  ack: () => undefined,
  nackAll: () => undefined,
});

const notFound = (name: string): Error => new Error(`404 (NOT-FOUND) ${name}`);
