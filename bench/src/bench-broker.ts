import { createCuttableProxy, type RabbitBroker, startRabbitBroker } from '@pawprint/testing';
import { type ConfirmChannel, connect } from 'amqplib';
import { Client as Postgres } from 'pg';
import { type BenchServer, withBenchServer } from './bench-server.ts';

export const FLEET = 'bench.fleet';

export interface BrokerBench {
  readonly server: BenchServer;
  readonly broker: RabbitBroker;
  readonly postgres: Postgres;
  readonly channel: ConfirmChannel;
  /** Where the server reads reports. */
  readonly replyQueue: string;
  /** Runs something while the server cannot reach the broker. */
  whileAway(work: () => Promise<void>): Promise<void>;
}

const HEARTBEAT = {
  id: '3f0a4a6e-0000-4000-8000-000000000001',
  queue: FLEET,
  owner: '',
  extractor_info: { name: FLEET, version: '1.0', description: 'bench', process: { file: ['*/*'] } },
};

/** What a fleet is to the server: a queue, and a heartbeat that the server has heard. */
const announceFleet = async (channel: ConfirmChannel, { client }: BenchServer): Promise<void> => {
  await channel.assertQueue(FLEET, { durable: true });
  await channel.assertExchange('extractors', 'fanout', { durable: true });
  for (;;) {
    channel.publish('extractors', '', Buffer.from(JSON.stringify(HEARTBEAT)));
    await channel.waitForConfirms();
    const known = await client.call('showExtractor', { params: { name: FLEET } }).catch(() => null);
    if (known) return;
  }
};

const replyQueueOf = async (postgres: Postgres): Promise<string> => {
  const { rows } = await postgres.query<{ value: string }>(
    "select value from instance_settings where name = 'broker_name'",
  );
  return `pawprint.${rows[0]?.value}.replies`;
};

/** A server, a broker of its own, and a proxy between them that can be cut. */
export const withBrokerBench = async (
  work: (bench: BrokerBench) => Promise<void>,
  settings: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const broker = await startRabbitBroker();
  const proxy = await createCuttableProxy(broker.url);
  const model = await connect(broker.url);
  try {
    await withBenchServer(
      async (server) => {
        const postgres = new Postgres(server.databaseUrl);
        await postgres.connect();
        const channel = await model.createConfirmChannel();
        await announceFleet(channel, server);
        const whileAway = async (act: () => Promise<void>): Promise<void> => {
          proxy.cut();
          await act();
          proxy.mend();
        };
        const replyQueue = await replyQueueOf(postgres);
        await work({ server, broker, postgres, channel, replyQueue, whileAway });
        await postgres.end();
      },
      { RABBITMQ_URI: proxy.url, ...settings },
    );
  } finally {
    await model.close();
    await proxy.close();
    await broker.close();
  }
};
