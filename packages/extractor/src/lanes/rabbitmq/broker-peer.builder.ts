import { errorQueueOf, type HeartbeatBody, type StatusBody } from '@pawprint/protocol';
import {
  type Channel,
  type ChannelModel,
  type ConfirmChannel,
  type ConsumeMessage,
  connect,
  type Options,
} from 'amqplib';

export interface ArrivedReport {
  readonly body: StatusBody;
  readonly properties: ConsumeMessage['properties'];
}

export interface ArrivedHeartbeat {
  readonly body: HeartbeatBody;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** What a Clowder server does at the broker, for tests. */
export interface BrokerPeer {
  readonly reports: readonly ArrivedReport[];
  readonly heartbeats: readonly ArrivedHeartbeat[];
  /** The status members of the received reports, in order: `start`, `done` … */
  readonly reported: () => readonly string[];
  /** Sends a job's message, or any bytes. Resolves when the broker has them on its disk. */
  readonly send: (queue: string, body: unknown, options?: Options.Publish) => Promise<void>;
  readonly cancel: (jobId: string) => Promise<void>;
  /** Resolves when the condition holds. It is checked now and whenever a message arrives. */
  readonly until: (condition: () => boolean) => Promise<void>;
  /** Removes and returns all messages of the error queue. */
  readonly failed: (queue: string) => Promise<readonly ConsumeMessage[]>;
  /** The number of messages in the queue that no consumer has. */
  readonly ready: (queue: string) => Promise<number>;
  readonly close: () => Promise<void>;
}

const REPLIES = 'clowder.reply';

const removeMessages = async (channel: Channel, queue: string): Promise<ConsumeMessage[]> => {
  const messages: ConsumeMessage[] = [];
  for (;;) {
    const message = await channel.get(queue, { noAck: true });
    if (!message) return messages;
    messages.push({ ...message, fields: { ...message.fields, consumerTag: '' } });
  }
};

const openChannel = async (model: ChannelModel): Promise<ConfirmChannel> => {
  const channel = await model.createConfirmChannel();
  await channel.assertQueue(REPLIES, { durable: true });
  await channel.assertExchange('extractors', 'fanout', { durable: true });
  await channel.assertExchange('pawprint.control', 'fanout', { durable: true });
  return channel;
};

/** Connects, and receives reports and heartbeats from now on. */
export const connectPeer = async (url: string): Promise<BrokerPeer> => {
  const model = await connect(url);
  model.on('error', () => undefined);
  const channel = await openChannel(model);
  const reports: ArrivedReport[] = [];
  const heartbeats: ArrivedHeartbeat[] = [];
  const watchers = new Set<() => void>();
  const consume = (queue: string, onMessage: (message: ConsumeMessage) => void) =>
    channel.consume(
      queue,
      (message) => {
        if (message) onMessage(message);
        for (const watcher of watchers) watcher();
      },
      { noAck: true },
    );
  await consume(REPLIES, ({ content, properties }) =>
    reports.push({ body: JSON.parse(content.toString()), properties }),
  );
  const { queue: beats } = await channel.assertQueue('', { exclusive: true });
  await channel.bindQueue(beats, 'extractors', '');
  await consume(beats, ({ content, properties }) =>
    heartbeats.push({ body: JSON.parse(content.toString()), headers: properties.headers ?? {} }),
  );
  return {
    reports,
    heartbeats,
    reported: () => reports.map(({ body }) => body.message_type.replace('StatusMessage.', '')),
    async send(queue, body, options = {}) {
      const content = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
      const usual = {
        contentType: 'application/json',
        persistent: true,
        correlationId: 'c-1',
        replyTo: REPLIES,
      };
      channel.sendToQueue(queue, content, { ...usual, ...options });
      await channel.waitForConfirms();
    },
    async cancel(jobId) {
      channel.publish('pawprint.control', '', Buffer.from(JSON.stringify({ type: 'cancel', job_id: jobId })));
    },
    until: (condition) =>
      new Promise((resolve) => {
        const check = () => {
          if (!condition()) return;
          watchers.delete(check);
          resolve();
        };
        watchers.add(check);
        check();
      }),
    failed: (queue) => removeMessages(channel, errorQueueOf(queue)),
    ready: async (queue) => (await channel.checkQueue(queue)).messageCount,
    close: () => model.close().catch(() => undefined),
  };
};
