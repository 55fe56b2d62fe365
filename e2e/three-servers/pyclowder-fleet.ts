import { randomUUID } from 'node:crypto';
import { openConnection, tieToConnection } from '@pawprint/amqp';
import { parseBrokerUris } from '@pawprint/protocol';
import type { Channel, ConfirmChannel, ConsumeMessage } from 'amqplib';
import { onTestFinished } from 'vitest';

export interface PyclowderFleet {
  /** The texts of all reports that the broker has confirmed, each different from any other. */
  readonly confirmed: ReadonlySet<string>;
}

const REPORTS = 3;

/**
 * Instances that report as unmodified pyClowder does, until the test ends. When anything fails they begin anew on another
 * connection, as a pyClowder does that is started again, and the broker delivers again what they had not acknowledged.
 */
export const startPyclowderFleet = async (
  brokerUrls: string,
  name: string,
  instances: number,
): Promise<PyclowderFleet> => {
  const confirmed = new Set<string>();
  for (let n = 0; n < instances; n += 1) {
    const connection = await openConnection({
      broker: { uris: parseBrokerUris(brokerUrls) ?? [] },
      name,
      async setup(model) {
        const channel = tieToConnection(model, await model.createConfirmChannel());
        for (const queue of [name, `error.${name}`]) await channel.assertQueue(queue, { durable: true });
        await channel.assertExchange('extractors', 'fanout', { durable: true });
        await channel.prefetch(1);
        announce(channel, name);
        await channel.consume(name, (message) => {
          if (message === null) return void channel.close().catch(() => undefined);
          work(channel, name, message, confirmed).catch(() => channel.close().catch(() => undefined));
        });
      },
    });
    onTestFinished(() => connection.close());
  }
  return { confirmed };
};

const announce = (channel: Channel, name: string): void => {
  const info = { name, version: '1.0', description: 'reports', process: { file: ['*/*'] } };
  const heartbeat = { id: randomUUID(), queue: name, owner: '', extractor_info: info };
  channel.publish('extractors', '', Buffer.from(JSON.stringify(heartbeat)));
};

const work = async (
  channel: ConfirmChannel,
  name: string,
  message: ConsumeMessage,
  confirmed: Set<string>,
): Promise<void> => {
  const { id, job_id } = JSON.parse(message.content.toString()) as { id: string; job_id: string };
  const report = (kind: string, text: string): Promise<void> => {
    const type = `StatusMessage.${kind}`;
    const start = `${new Date().toISOString().slice(0, 19)}-00:00`;
    const facts = { file_id: id, extractor_id: name, job_id, start };
    return publish(channel, message, {
      ...facts,
      status: `${type}: ${text}`,
      message_type: type,
      message: text,
    });
  };
  const run = randomUUID();
  await report('start', 'Started processing.');
  for (let n = 1; n <= REPORTS; n += 1) {
    const text = `report ${run}:${n}`;
    await report('processing', text);
    confirmed.add(text);
  }
  await report('done', 'Done processing.');
  channel.ack(message);
};

const publish = (channel: ConfirmChannel, { properties }: ConsumeMessage, body: object): Promise<void> =>
  new Promise((resolve, reject) => {
    const { correlationId, replyTo } = properties as { correlationId: string; replyTo: string };
    const content = Buffer.from(JSON.stringify(body));
    channel.sendToQueue(replyTo, content, { persistent: true, correlationId }, (error) =>
      error ? reject(error as Error) : resolve(),
    );
  });
