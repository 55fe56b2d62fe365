import type { RabbitBroker, ServerProcess } from '@pawprint/testing';
import { type Channel, type ChannelModel, type ConfirmChannel, type ConsumeMessage, connect } from 'amqplib';
import { expect, vi } from 'vitest';

/** The reports of this extractor on each job, in order, as pyClowder writes them. */
const REPORTS = [
  ['start', 'Started processing.'],
  ['processing', 'Downloading file.'],
  ['processing', 'Counting.'],
  ['done', 'Done processing.'],
] as const;
export const REPORTS_PER_JOB = REPORTS.length;

export interface RabbitFleet {
  /** `job id/text` of every published report, in order. */
  readonly sent: readonly string[];
  /** Those of them that the broker has confirmed. */
  readonly confirmed: readonly string[];
  /** Resolves when this many reports have been confirmed in all. */
  reached(count: number): Promise<void>;
  close(): Promise<void>;
}

interface FleetOptions {
  readonly url: string;
  readonly name: string;
  /** How many messages are processed at once. */
  readonly prefetch: number;
}

const announce = (channel: Channel, { name }: FleetOptions): void => {
  const info = { name, version: '1.0', description: 'says what pyClowder says', process: { file: ['*/*'] } };
  const beat = { id: '3f0a4a6e-0000-4000-8000-000000000001', queue: name, owner: '', extractor_info: info };
  channel.publish('extractors', '', Buffer.from(JSON.stringify(beat)));
};

const publish = (channel: ConfirmChannel, message: ConsumeMessage, body: object): Promise<void> =>
  new Promise((resolve, reject) => {
    const properties = { persistent: true, correlationId: message.properties.correlationId };
    const bytes = Buffer.from(JSON.stringify(body));
    channel.sendToQueue(message.properties.replyTo, bytes, properties, (error) =>
      error ? reject(error as Error) : resolve(),
    );
  });

/**
 * An extractor that behaves like many instances of unmodified pyClowder: reports contain no attempt numbers, and a message
 * that was not acknowledged is redelivered. It reconnects for ever. Resolves once the server has registered it.
 */
export const startRabbitFleet = async (
  { client, output }: ServerProcess,
  options: FleetOptions,
): Promise<RabbitFleet> => {
  // A heartbeat is lost if the server does not consume yet.
  await output.waitFor(/RabbitMQ is connected/);
  const sent: string[] = [];
  const confirmed: string[] = [];
  const watchers: { count: number; resolve: () => void }[] = [];

  const work = async (channel: ConfirmChannel, message: ConsumeMessage): Promise<void> => {
    const { id, job_id } = JSON.parse(message.content.toString()) as { id: string; job_id: string };
    for (const [kind, text] of REPORTS) {
      const type = `StatusMessage.${kind}`;
      const report = { file_id: id, extractor_id: options.name, job_id, start: '2026-11-24T01:53:49-00:00' };
      const body = { ...report, status: `${type}: ${text}`, message_type: type, message: text };
      sent.push(`${job_id}/${text}`);
      await publish(channel, message, body);
      confirmed.push(`${job_id}/${text}`);
      for (const { count, resolve } of watchers) if (confirmed.length >= count) resolve();
    }
    channel.ack(message);
  };
  const model = await connect(options.url, {
    recovery: {
      maxDelay: 500,
      async setup(connection: ChannelModel) {
        const channel = await connection.createConfirmChannel();
        channel.on('error', () => undefined);
        await channel.assertQueue(options.name, { durable: true });
        await channel.assertQueue(`error.${options.name}`, { durable: true });
        await channel.assertExchange('extractors', 'fanout', { durable: true });
        await channel.prefetch(options.prefetch);
        announce(channel, options);
        // The message of a failed job is redelivered on the next connection.
        await channel.consume(options.name, (message: ConsumeMessage | null) => {
          if (message !== null) void work(channel, message).catch(() => undefined);
        });
      },
    },
  });
  model.on('error', () => undefined);
  const isKnown = async (): Promise<boolean> =>
    (await client.call('showExtractor', { params: { name: options.name } }).catch(() => null))?.enabled ??
    false;
  await vi.waitUntil(isKnown, { timeout: 60_000 });
  return {
    sent,
    confirmed,
    reached: (count) =>
      new Promise((resolve) => {
        if (confirmed.length >= count) resolve();
        else watchers.push({ count, resolve });
      }),
    close: () => model.close(),
  };
};

/**
 * Resolves when no queue has a message, delivered or not: all jobs are over for the extractors, and the server has stored all
 * that was reported. A job may be over before that: the broker confirms a report after it was delivered, and delivers a
 * message again that was not acknowledged.
 */
export const waitForEmptyQueues = (broker: RabbitBroker): Promise<void> =>
  expect.poll(() => broker.evaluate(MESSAGES)).toBe('0');

const MESSAGES = 'lists:sum([N || [{messages, N}] <- rabbit_amqqueue:info_all(<<"/">>, [messages])])';
